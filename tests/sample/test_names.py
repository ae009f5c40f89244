from fazhi_metrics.project import Village, spellings
from fazhi_metrics.quantities import parse_number
from fazhi_metrics.sample.draws import stream
from fazhi_metrics.sample.names import chinese_number, id_number, person, phone
from fazhi_metrics.sample.places import district_names, village_names


def test_chinese_numbers_are_read_back_as_the_same_number():
    for number in [*range(1, 130), 200, 201, 210, 999, 1000, 1001, 1010, 1100, 2025, 9999]:
        assert parse_number(chinese_number(number)).value == number


def test_persons_are_all_different():
    assert len({person(number) for number in range(600)}) == 600


def test_id_numbers_have_region_99_and_a_valid_check_digit():
    rng = stream("ids")
    for text in {id_number(rng) for _ in range(300)}:
        values = [10 if digit == "X" else int(digit) for digit in text]
        assert text.startswith("99")
        assert sum(value * 2 ** (17 - place) for place, value in enumerate(values)) % 11 == 1


def test_phones_have_a_prefix_that_is_not_assigned():
    rng = stream("phones")
    assert all(text.startswith("1007") and len(text) == 11 for text in (phone(rng) for _ in range(100)))


def test_village_names_stay_apart_in_every_spelling():
    names = village_names(120)
    assert len(set(names)) == 120
    known = spellings([Village(name, kind="居委会" if "居委会" in name else "行政村") for name in names])
    assert {known[name.removesuffix("村")] for name in names[:-1]} == set(names[:-1])


def test_the_reference_town_has_nine_districts_of_neighbours():
    districts = district_names(20)
    assert len(set(districts)) == 9
    assert districts == sorted(districts, key=lambda name: districts.index(name))
