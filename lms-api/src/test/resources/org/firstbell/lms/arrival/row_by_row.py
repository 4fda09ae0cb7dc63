"""What waits for newcomers, attached as the discussion that the project started from worked it out, in Django.

Pending instances are rows with JSON, keyed by e-mail; for each a model is created, and the pending one deleted. Takes a
newcomer a line, id and address, and answers with the milliseconds that it took. Wants the database's host, port, name and
user, and the password in PGPASSWORD.
"""

import sys
import time

import django
from django.conf import settings

host, port, name, user = sys.argv[1:]
settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": host,
            "PORT": port,
            "NAME": name,
            "USER": user,
        }
    },
    USE_TZ=True,
)
django.setup()

from django.db import models, transaction
from django.utils import timezone


class Row(models.Model):
    class Meta:
        abstract = True
        app_label = "row_by_row"
        managed = False


class Person(Row):
    id = models.UUIDField(primary_key=True)
    email = models.TextField()
    name = models.TextField()
    as_of = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta(Row.Meta):
        db_table = "person"


class PendingModelInstance(Row):
    id = models.UUIDField(primary_key=True)
    email = models.TextField()
    course_id = models.UUIDField()
    kind = models.TextField()
    payload = models.JSONField()
    granted_by = models.UUIDField()
    granted_at = models.DateTimeField()

    class Meta(Row.Meta):
        db_table = "pending_grant"


class Enrolment(Row):
    grant_id = models.UUIDField(primary_key=True)
    course_id = models.UUIDField()
    person = models.ForeignKey(Person, models.PROTECT)
    granted_by = models.UUIDField()
    granted_at = models.DateTimeField()

    class Meta(Row.Meta):
        db_table = "enrolment"


MODELS = {"enrolment": Enrolment}


@transaction.atomic
def attach(person_id, email):
    now = timezone.now()
    person = Person.objects.create(id=person_id, email=email, name="Newcomer", as_of=now, created_at=now)
    for waiting in PendingModelInstance.objects.filter(email=email):
        MODELS[waiting.kind].objects.create(
            grant_id=waiting.id,
            course_id=waiting.course_id,
            person=person,
            granted_by=waiting.granted_by,
            granted_at=waiting.granted_at,
            **waiting.payload,
        )
        waiting.delete()


print(django.get_version(), flush=True)
for line in sys.stdin:
    begin = time.perf_counter()
    attach(*line.split())
    print((time.perf_counter() - begin) * 1_000, flush=True)
