"""Made-up newspapers: articles in which one says what another says, at some time."""

import published
from quotes.types import Article

STONE = ("Nora Stone", "named_person")
AIDE = ("an aide", "anonymous_person")
CROWD = ("some neighbors", "group")
UNION = ("the Traders’ Union", "organization")
REPORT = ("the audit report", "document")


def press(key, publisher, day, *told, text=""):
    """Return an article made of what is told: words, speaker and more of each."""
    lines = [f"“{words}” said {who[0]}{more.get('reason', '')}." for words, who, more in told]
    body = "\n\n".join([*lines, text or "That was all."])
    article = Article(key, body, title=f"Title of {key}", publisher=publisher, published=day)
    rows = []
    for words, who, more in told:
        known = {k: v.strip(" ,") if k == "reason" else v for k, v in more.items()}
        rows.append(([words], "said", who[0], who, known))
    return article, [published.quote_of(article, row) for row in rows]


LONG = "We will never build that bridge before the spring comes"
DIFFERS = "We will not build that bridge before the spring comes"
SHORT = "never build that bridge before the spring"
OTHER = "Nobody has asked the people of the lower town"


def papers():
    """Return five articles of three outlets over three months."""
    return [
        press("a1", "Post", "2024-01-05", (LONG, STONE, {}), (OTHER, AIDE, {})),
        press("a2", "Post", "2024-01-20", ("It was late", UNION, {"kind": "indirect"})),
        press(
            "b1",
            "Herald",
            "2024-03-02",
            (DIFFERS, STONE, {}),
            ("It is dear", AIDE, {"reason": ", because talks go on", "kind": "mixed"}),
            ("Stone is wrong", CROWD, {}),
        ),
        press("b2", "Herald", "2024-03-09T08:00", (LONG, CROWD, {})),
        press("c1", None, None, (SHORT, STONE, {"kind": "mixed"}), ("It fell", REPORT, {})),
    ]
