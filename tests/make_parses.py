"""Write the stored parses: `python tests/make_parses.py` after the models or an article changed."""

from pathlib import Path

from stanza.utils.conll import CoNLL

from quotes.parse.annotator import Annotator
from quotes.parse.tokens import Tokenizer

if __name__ == "__main__":
    paths = sorted((Path(__file__).parent / "parses").glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    documents = Tokenizer().tokenize(texts)
    Annotator().annotate(documents)
    for path, document in zip(paths, documents, strict=True):
        CoNLL.write_doc2conll(document, str(path.with_suffix(".conllu")))
