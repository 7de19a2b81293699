from dataclasses import replace

from reading_gold import scored

from pipeline.evaluation.slices import slice_table


def test_the_largest_slice_comes_first_and_each_has_its_own_scores() -> None:
    festival, campaign = scored("a", drop=0), scored("b")
    campaign = replace(campaign, traits=campaign.traits | {"genre": "campaign"})
    rows = slice_table([campaign, festival, scored("c", drop=0)]).rows
    genres = [row for row in rows if str(row[0]).startswith("genre")]
    assert [row[:3] for row in genres] == [("genre: festival", 2, 4), ("genre: campaign", 1, 2)]
    assert [round(row[3].value, 3) for row in genres] == [0.667, 1.0]
