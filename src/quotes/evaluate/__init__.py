"""Evaluate: quotes found against gold ones, counted in words.

Words.  A word is a run of letters and digits, an inner apostrophe included
("don't").  A span holds a word when it covers the word's first character or at
least half of it.  Marks, punctuation and white space are never counted, nor is
a possessive ending, and a leading "that" is dropped from a content of two words
or more.  A quote whose content holds no word is left out.

Kinds.  A content word is quoted when it stands inside quotation marks that do
not also enclose the quote's cue.  All words quoted: direct; none: indirect;
otherwise mixed.  Kinds are worked out for both sides, never read from a file.

Measures, for each kind and for all:

  gold, pred     quotes.  Recall is over the gold quotes of the row's kind,
                 precision over the predicted ones; the quote on the other side
                 may be of any kind.
  exact P R F    content holds exactly the same words.
  soft P R F     recall: the mean over gold quotes of the share of their words
                 that some prediction covers; precision: the same turned round.
  match P R F    one-to-one pairs of content with intersection over union of
                 their words >= 0.5, best pairs first.
  src            of those pairs, the share with the right source: both sources
                 have a head word in common, or neither has a source.
  src=           of those pairs, the share whose sources hold the same words.
  joint P R F    a pair counts only if its source is right too.

The same table can be had by the class of the cue and by the form of the source
(``classes``), gold quotes in the row of their own cue and source, predicted ones
in that of theirs.  ``mistakes`` lists what is wrong.

A gold quote with a reason under ``doubtful`` is neither demanded nor held
against a prediction that is like it.

Corpora like PolNeAR give every word to one attribution at most.  Against a gold
set without a quote in the content of another, the extracted quotes that stand
in the content of others are left out: it can tell nothing of them.
"""

from quotes.evaluate.brat import is_brat
from quotes.evaluate.classes import BREAKDOWNS
from quotes.evaluate.files import (
    attributions,
    break_down,
    compare,
    confident,
    paired,
    read_articles,
)
from quotes.evaluate.mistakes import listing, mistakes
from quotes.evaluate.nesting import flat, nests
from quotes.evaluate.problem import EvaluationError
from quotes.evaluate.score import score
from quotes.evaluate.table import table

__all__ = [
    "BREAKDOWNS",
    "EvaluationError",
    "attributions",
    "break_down",
    "compare",
    "confident",
    "flat",
    "is_brat",
    "listing",
    "mistakes",
    "nests",
    "paired",
    "read_articles",
    "score",
    "table",
]
