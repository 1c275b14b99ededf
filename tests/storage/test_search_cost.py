"""What a question may read of the index."""

from storage.search_cost import newest_for
from storage.search_query import Need, Sought
from storage.search_words import Vocabulary

MANY = Vocabulary(
    articles=1_000_000,
    newest_id=1_000_000,
    counts={"va": 900_000, "cua": 800_000, "bao": 50_000, "kieng": 3},
    spellings={"bao": {"bao·3": 9_000}},
)


def sought(*tokens: str, may_lack: int = 0) -> Sought:
    return Sought(needs=tuple(((token,),) for token in tokens), may_lack=may_lack)


def eras(newest: Need) -> list[str]:
    return [token for way in newest for token in way]


def test_a_cheap_question_reads_everything() -> None:
    for cheap in (sought("fbao"), sought("ebao·3"), sought("tbao"), sought("fnobody"), sought()):
        assert newest_for(cheap, MANY) == ()


def test_frequent_words_beside_a_rare_one_cost_little() -> None:
    assert newest_for(sought("fva", "fcua", "fkieng"), MANY) == ()


def test_frequent_words_are_looked_for_among_the_newest() -> None:
    found = eras(newest_for(sought("fva", "fcua"), MANY))

    # Of 1,000,000 about every seventh may be read: 858,824 stands in the fourteenth era.
    assert found == ["l13", "l14", "l15"]


def test_the_dearer_the_fewer() -> None:
    dear = sought("fva", "fcua", "pva·cua", "fbao", may_lack=2)

    assert len(newest_for(dear, MANY)) <= 9
    assert all(era.startswith("s") for era in eras(newest_for(dear, MANY, most=60_000)))


def test_a_small_paper_is_read_whole() -> None:
    few = Vocabulary(articles=9_000, newest_id=9_000, counts={"va": 9_000, "cua": 9_000})

    assert newest_for(sought("fva", "fcua", "fva", "fcua", may_lack=1), few) == ()
