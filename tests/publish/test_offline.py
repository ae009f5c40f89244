import pytest

from fazhi_metrics.publish.offline import foreign_resources


@pytest.mark.parametrize(
    "page",
    [
        '<img src="http://example.com/a.png">',
        '<img src="//example.com/a.png">',
        '<img srcset="a.png 1x, https://example.com/b.png 2x">',
        '<script src="https://example.com/a.js"></script>',
        '<link rel="stylesheet" href="https://example.com/a.css">',
        '<style>@import "https://example.com/a.css";</style>',
        "<style>body{background:url(https://example.com/a.png)}</style>",
        "<p style=\"background:url('//example.com/a.png')\">文</p>",
        '<svg><image xlink:href="https://example.com/a.png"/></svg>',
        '<iframe src="https://example.com"></iframe>',
        '<meta http-equiv="refresh" content="0; url=https://example.com">',
        '<object data="https://example.com/a.swf"></object>',
        '<video poster="https://example.com/a.png"></video>',
    ],
)
def test_what_a_browser_would_fetch_is_found(page):
    assert [address for address in foreign_resources(page) if "example.com" in address]


@pytest.mark.parametrize(
    "page",
    [
        '<a href="https://example.com">点开</a>',
        '<img src="data:image/png;base64,AA//BB">',
        '<script src="plotly.min.js"></script>',
        "<p>见 https://example.com</p>",
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        "<style>body{background:url(data:image/png;base64,AA)}</style>",
        "<script>const a = 'https://example.com';</script>",
    ],
)
def test_links_data_and_text_are_not(page):
    assert foreign_resources(page) == []
