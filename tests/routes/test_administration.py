"""Every list, form and page of the administration opens for an administrator."""

from tests.routes.walk import templates


def test_every_page_opens(client, city):
    client.force_login(city.administrator)
    pages = [page for page in templates() if page.startswith("admin/") and "<" not in page and "logout" not in page]
    assert len(pages) > 20
    for page in pages:
        assert client.get("/" + page).status_code < 500, page
    for thing in (city.dataset, city.resource, city.licence, city.revision, city.region, city.theme):
        page = f"/admin/catalog/{type(thing).__name__.lower()}/{thing.pk}/change/"
        assert client.get(page).status_code == 200, page
