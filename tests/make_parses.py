"""Write the stored parses: `python tests/make_parses.py` after the models or an article changed."""

from pathlib import Path

from stanza.utils.conll import CoNLL

from quotes.parse import Parser

if __name__ == "__main__":
    paths = sorted((Path(__file__).parent / "parses").glob("*.txt"))
    parser = Parser()
    documents = parser.tokenize([path.read_text(encoding="utf-8") for path in paths])
    parser.annotate(documents, [range(len(document.sentences)) for document in documents])
    for path, document in zip(paths, documents, strict=True):
        CoNLL.write_doc2conll(document, str(path.with_suffix(".conllu")))
