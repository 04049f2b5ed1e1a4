"""Every list, form and page of the administration opens for an administrator."""

from tests.routes.walk import templates


def test_admin(client, city):
    client.force_login(city.administrator)
    for t in templates():
        if t.startswith("admin/") and "<" not in t and "logout" not in t:
            assert client.get("/" + t).status_code < 500, t
    for m, o in (
        ("dataset", city.dataset.pk),
        ("resource", city.resource.pk),
        ("licence", city.licence.pk),
        ("revision", city.revision.pk),
        ("organisation", city.region.pk),
    ):
        assert client.get(f"/admin/catalog/{m}/{o}/change/").status_code == 200
