# demo, test and serve work from a bare clone and rebuild nothing that stands.
PYTHON ?= python3
BIN = .venv/bin
INSTALLED = .venv/.installed

.PHONY: demo test serve lint clean

demo: $(INSTALLED)
	@$(BIN)/quotes extract seeds/ -d quotes.db
	@$(BIN)/quotes query "select speaker, type, quotes, articles from most_quoted_demo limit 10" quotes.db --table

clean:
	rm -rf .venv quotes.db*
