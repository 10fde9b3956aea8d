"""The index of words: an FTS5 table on SQLite, a table with a GIN index on PostgreSQL."""

from django.db import migrations

MAKE = {
    "sqlite": ["CREATE VIRTUAL TABLE search_words USING fts5(terms, detail='none', prefix='7')"],
    "postgresql": [
        "CREATE TABLE search_words (id bigint PRIMARY KEY, terms tsvector NOT NULL)",
        "CREATE INDEX search_words_terms ON search_words USING gin (terms)",
    ],
}


def make(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    operations = [migrations.RunPython(make, drop)]
