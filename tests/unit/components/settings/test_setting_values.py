"""How values are read: what was written comes out, and everything else is refused."""

import ipaddress
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.color import Color
from components.settings import structures, values

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}

COLORS = st.sampled_from([color.value for color in Color])
RELEASES = st.from_regex(r"[A-Za-z0-9+\-=._:/@]{1,128}", fullmatch=True)
STACKS = st.from_regex(values.STACK_NAME, fullmatch=True)
NETWORKS = st.one_of(
    st.tuples(st.ip_addresses(v=4), st.integers(0, 32)), st.tuples(st.ip_addresses(v=6), st.integers(0, 128))
).map(lambda parts: str(ipaddress.ip_network((str(parts[0]), parts[1]), strict=False)))


@given(st.integers(0, 1000), st.sampled_from(sorted(UNITS)))
def test_a_number_of_units_is_its_seconds(number: int, unit: str) -> None:
    """`15m` is 15 times 60 seconds."""
    assert values.seconds(0, 1000 * 86400)(f"{number}{unit}") == number * UNITS[unit]


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_seconds_are_read_exactly_within_their_bounds(number: int, one: int, other: int) -> None:
    """A plain number is seconds, and both bounds belong to what is allowed."""
    low, high = sorted((one, other))
    if low <= number <= high:
        assert values.seconds(low, high)(str(number)) == number
    else:
        with pytest.raises(ValueError, match=str(number)):
            values.seconds(low, high)(str(number))


@given(st.decimals(0, 10, places=3))
def test_a_decimal_is_read_as_written(number: float) -> None:
    """Both as `0.500` and as Pulumi writes it, without zeros at the end."""
    short = f"{number:f}".rstrip("0").rstrip(".") or "0"
    assert values.decimal(0, 10)(f"{number:f}") == values.decimal(0, 10)(short) == float(number)


@given(st.lists(st.from_regex(values.PATH, fullmatch=True)))
def test_paths_come_out_in_their_order(paths: list[str]) -> None:
    """The empty list included."""
    assert structures.paths(json.dumps(paths)) == tuple(paths)


@given(st.lists(NETWORKS, min_size=1, max_size=6, unique=True))
def test_up_to_four_networks_come_out_as_written(networks: list[str]) -> None:
    """IPv4 and IPv6, mixed; a fifth has no room in a rule."""
    if len(networks) <= 4:
        assert structures.networks(json.dumps(networks)) == tuple(networks)
    else:
        with pytest.raises(ValueError, match="/"):
            structures.networks(json.dumps(networks))


def test_a_network_is_written_as_aws_writes_it() -> None:
    """Another spelling of the same network is no difference."""
    assert structures.networks('["2001:DB8:0::/32"]') == ("2001:db8::/32",)


@given(COLORS, RELEASES)
def test_a_color_and_its_release_come_out_as_written(color: str, release: str) -> None:
    """The first @ parts them: a release may hold more."""
    assert values.color_release(f"{color}@{release}") == f"{color}@{release}"


@given(st.integers(0, 999), st.integers(0, 999))
def test_a_weight_pair_comes_out_without_leading_zeros(blue: int, green: int) -> None:
    """It is compared with the live weights as a text."""
    assert values.weight_pair(f"{blue}/{green}") == values.weight_pair(f"{blue:03}/{green:03}") == f"{blue}/{green}"


@given(st.from_regex(r"[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,40}", fullmatch=True))
def test_a_header_is_any_token(name: str) -> None:
    """Of at most 40 characters."""
    assert values.header(name) == name


@given(STACKS, STACKS)
def test_both_colors_stacks_are_named(blue: str, green: str) -> None:
    """By color, whatever their order in the file."""
    expected = {Color.BLUE: blue, Color.GREEN: green}
    assert structures.stack_names(json.dumps({"green": green, "blue": blue})) == expected


@pytest.mark.parametrize(
    "target",
    [
        "arn:aws:sns:us-east-1:123456789012:switches",
        "arn:aws-us-gov:sns:us-gov-west-1:123456789012:a_b-C9",
        "./notify.sh --channel '#deployments'",
        "TO=ops@example.com ./mail.sh",
        'curl -sf --data-binary @- "$NOTIFY_URL"',
    ],
)
def test_a_topic_or_a_command_comes_out_as_written(target: str) -> None:
    """A command may hold an address behind its first word."""
    assert values.topic_or_command(target) == target


REFUSED: list[tuple[Callable[[str], object], list[str]]] = [
    (
        values.seconds(0, 3600),
        ["", "s", "-1", "1.5h", "1w", "10 s", "1h30m", "3601", "61m", "2h", "1_0", "\u0661", "soon"],
    ),
    (values.decimal(0, 10), ["", "-0.5", "10.1", "1e1", "nan", "inf", ".5", "1.", "1,5", "1/2", "0x1"]),
    (structures.paths, ["", "/ready", "ready", '"/ready"', '["ready"]', '["/a b"]', '["/a\\n"]', "[1]", "{}", "null"]),
    (structures.paths, [json.dumps(["/" + "x" * 1024])]),
    (structures.networks, ["", "[]", '["10.0.0.0"]', '["10.0.0.1/8"]', '["10.0.0.0/33"]', '["10.0.0.0/255.0.0.0"]']),
    (
        structures.networks,
        ['["fe80::%1/64"]', '["10.0.0.0/8", "10.0.0.0/8"]', "[10]", '["all"]', '{"a": "b"}', "[null]"],
    ),
    (values.color_release, ["", "green", "green@", "@1.0", "red@1.0", "Green@1.0", "green@ 1.0", 'green@x"']),
    (values.weight_pair, ["", "50", "50/", "50/50/0", "1000/0", "-1/0", "50:50", "a/b", " 50/50"]),
    (values.header, ["", "x bluegreen", "x:y", "x\n", "ä", "x" * 41, "(x)"]),
    (
        values.topic_or_command,
        [
            "",
            " ",
            " arn:aws:sns:us-east-1:123456789012:switches",
            "arn:aws:sns:us-east-1:123456789012:switches.fifo",
            "arn:aws:sns:us-east-1:123456789012:switches:0f1e2d3c",
            "arn:aws:sns:us-east-1:1234:switches",
            "arn:aws:sqs:us-east-1:123456789012:switches",
            "ARN:aws:sns:us-east-1:123456789012:switches",
            "arn:aws:sns:us-east-1:123456789012:" + "x" * 257,
            "https://hooks.example.com/x",
            "ops@example.com",
            "one\ntwo",
        ],
    ),
    (structures.stack_names, ["", "{}", "[]", "blue", '{"blue": "a"}', '{"blue": "a", "green": ""}']),
    (structures.stack_names, ['{"blue": "a", "green": "b", "red": "c"}', '{"blue": "a", "green": "o/p/b"}']),
    (structures.stack_names, ['{"blue": "a", "green": null}', '{"Blue": "a", "green": "b"}']),
]


@pytest.mark.parametrize(("read", "text"), [(read, text) for read, texts in REFUSED for text in texts])
def test_anything_else_is_refused(read: Callable[[str], object], text: str) -> None:
    """A ValueError, which the settings turn into their one error."""
    with pytest.raises(ValueError):  # noqa: PT011  its text is nobody's
        read(text)
