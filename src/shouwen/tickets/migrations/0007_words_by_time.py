"""Texts stand in the index of words by the time at which their tickets were opened (seconds, then thirty bits of key)."""

from django.db import migrations

MAKE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_sorted USING fts5(terms, detail='none', prefix='7')",
        "INSERT INTO search_sorted(rowid, terms) "
        "SELECT (CAST(strftime('%%s', t.opened_at) AS INTEGER) << 30) | t.id AS place, w.terms "
        "FROM tickets_ticket AS t JOIN search_words AS w ON w.rowid = t.id ORDER BY place",
        "DROP TABLE search_words",
        "ALTER TABLE search_sorted RENAME TO search_words",
    ],
    "postgresql": [
        "ALTER TABLE search_words ADD COLUMN place bigint",
        "UPDATE search_words AS w SET place = (floor(extract(epoch FROM t.opened_at))::bigint << 30) | t.id "
        "FROM tickets_ticket AS t WHERE t.id = w.id",
        "ALTER TABLE search_words DROP CONSTRAINT search_words_pkey",
        "ALTER TABLE search_words ADD PRIMARY KEY (place)",
        "ALTER TABLE search_words DROP COLUMN id",
        "ALTER INDEX search_words_terms SET (gin_pending_list_limit = 1024)",
    ],
}


def make(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0006_lists_by_index"),
        ("search", "0001_words"),
    ]

    operations = [migrations.RunPython(make)]
