"""First schema: people, customers, sales, goals, weeks, one-on-ones, reviews, imports, policy and the audit chain.

Written once and never edited after release; the triggers keep the monthly sales summary and make the audit append-only.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
ROW_CHANGES: dict[str, int | None] = {}

TRIGGERS = (
    "CREATE TRIGGER deal_summary_insert AFTER INSERT ON deal BEGIN INSERT INTO sales_month (person_id, month, won, lost, net, due, collected) SELECT NEW.person_id, substr(NEW.closed_on, 1, 7), +(NEW.stage = 'won'), +(NEW.stage = 'lost'), +((NEW.stage = 'won') * (NEW.value - NEW.refunded)), +((NEW.stage = 'won') * (CASE WHEN NEW.collected IS NULL THEN 0 ELSE NEW.value END)), +((NEW.stage = 'won') * COALESCE(NEW.collected, 0)) WHERE NEW.closed_on IS NOT NULL AND NEW.stage IN ('won', 'lost') ON CONFLICT (person_id, month) DO UPDATE SET won = won + excluded.won, lost = lost + excluded.lost, net = net + excluded.net, due = due + excluded.due, collected = collected + excluded.collected;  END",
    "CREATE TRIGGER deal_summary_delete AFTER DELETE ON deal BEGIN INSERT INTO sales_month (person_id, month, won, lost, net, due, collected) SELECT OLD.person_id, substr(OLD.closed_on, 1, 7), -(OLD.stage = 'won'), -(OLD.stage = 'lost'), -((OLD.stage = 'won') * (OLD.value - OLD.refunded)), -((OLD.stage = 'won') * (CASE WHEN OLD.collected IS NULL THEN 0 ELSE OLD.value END)), -((OLD.stage = 'won') * COALESCE(OLD.collected, 0)) WHERE OLD.closed_on IS NOT NULL AND OLD.stage IN ('won', 'lost') ON CONFLICT (person_id, month) DO UPDATE SET won = won + excluded.won, lost = lost + excluded.lost, net = net + excluded.net, due = due + excluded.due, collected = collected + excluded.collected;  END",
    "CREATE TRIGGER deal_summary_update AFTER UPDATE OF person_id, closed_on, stage, value, refunded, collected ON deal BEGIN INSERT INTO sales_month (person_id, month, won, lost, net, due, collected) SELECT OLD.person_id, substr(OLD.closed_on, 1, 7), -(OLD.stage = 'won'), -(OLD.stage = 'lost'), -((OLD.stage = 'won') * (OLD.value - OLD.refunded)), -((OLD.stage = 'won') * (CASE WHEN OLD.collected IS NULL THEN 0 ELSE OLD.value END)), -((OLD.stage = 'won') * COALESCE(OLD.collected, 0)) WHERE OLD.closed_on IS NOT NULL AND OLD.stage IN ('won', 'lost') ON CONFLICT (person_id, month) DO UPDATE SET won = won + excluded.won, lost = lost + excluded.lost, net = net + excluded.net, due = due + excluded.due, collected = collected + excluded.collected;  INSERT INTO sales_month (person_id, month, won, lost, net, due, collected) SELECT NEW.person_id, substr(NEW.closed_on, 1, 7), +(NEW.stage = 'won'), +(NEW.stage = 'lost'), +((NEW.stage = 'won') * (NEW.value - NEW.refunded)), +((NEW.stage = 'won') * (CASE WHEN NEW.collected IS NULL THEN 0 ELSE NEW.value END)), +((NEW.stage = 'won') * COALESCE(NEW.collected, 0)) WHERE NEW.closed_on IS NOT NULL AND NEW.stage IN ('won', 'lost') ON CONFLICT (person_id, month) DO UPDATE SET won = won + excluded.won, lost = lost + excluded.lost, net = net + excluded.net, due = due + excluded.due, collected = collected + excluded.collected;  END",
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False, comment="number of the action, from 1, without gaps"),
        sa.Column("body", sa.Text(), nullable=False, comment="canonical JSON of the action, without record values"),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False, comment="seal over the previous seal and the body"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("day", sa.Date(), nullable=False, comment="which day"),
        sa.Column("kind", sa.String(length=12), nullable=False, comment="statutory, off or makeup"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("source", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("day", name=op.f("uq_calendar_day_day")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("kind", sa.String(length=24), nullable=False, comment="people, deals …"),
        sa.Column("file_name", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the file"),
        sa.Column("imported_at", sa.String(length=32), nullable=False, comment="when"),
        sa.Column("mapping", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("rows", sa.Integer(), nullable=False, comment="rows read"),
        sa.Column("added", sa.Integer(), nullable=False, comment="records made"),
        sa.Column("changed", sa.Integer(), nullable=False, comment="records changed"),
        sa.Column("unchanged", sa.Integer(), nullable=False, comment="rows already known"),
        sa.Column("rejected", sa.Integer(), nullable=False, comment="rows refused, with reasons in the report"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index("ix_import_batch_sha256", ["sha256"], unique=False)

    op.create_table(
        "import_mapping",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("kind", sa.String(length=24), nullable=False, comment="people, deals …"),
        sa.Column("signature", sa.String(length=64), nullable=False, comment="digest of the headings"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("content", sa.Text(), nullable=False, comment="JSON: column to field, and the answers given"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint("kind", "signature", name=op.f("uq_import_mapping_kind_signature")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "law_figure",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("code", sa.String(length=60), nullable=False, comment="which figure, e.g. part_time_week_minutes"),
        sa.Column("region", sa.String(length=60), nullable=False, comment="empty = whole country"),
        sa.Column("value", sa.Integer(), nullable=False, comment="minutes, days, fen or basis points, as the code says"),
        sa.Column("from_on", sa.Date(), nullable=False, comment="first day in force"),
        sa.Column("to_on", sa.Date(), nullable=True, comment="last day in force; empty = still"),
        sa.Column("source", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_figure")),
        sa.UniqueConstraint("code", "region", "from_on", name=op.f("uq_law_figure_code_region_from_on")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("department", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("zone", sa.String(length=60), nullable=False, comment="IANA zone of shifts and deadlines"),
        sa.Column("manager_name", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("next_manager_name", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("hr_name", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("form_number", sa.String(length=40), nullable=False, comment="number of the evaluation form"),
        sa.Column("region", sa.String(length=60), nullable=False, comment="region of the minimum wage table"),
        sa.Column("is_sample", sa.Boolean(), nullable=False, comment="yes or no"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("code", sa.String(length=40), nullable=False, comment="name by which people and files call it"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("series", sa.String(length=100), nullable=False, comment="product family"),
        sa.Column("price", sa.Integer(), nullable=True, comment="money in fen; empty = not known"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("code", name=op.f("uq_product_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("monday", sa.Date(), nullable=False, comment="first day of the ISO week"),
        sa.Column("number", sa.Integer(), nullable=False, comment="1, 2, 3 …"),
        sa.Column("published_at", sa.String(length=32), nullable=False, comment="when"),
        sa.Column("content", sa.Text(), nullable=False, comment="canonical JSON of tasks and people"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the content"),
        sa.Column("reason", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("monday", "number", name=op.f("uq_publication_monday_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "review_template",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("code", sa.String(length=40), nullable=False, comment="name by which people and files call it"),
        sa.Column("number", sa.Integer(), nullable=False, comment="version of the template"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("effective_from", sa.Date(), nullable=False, comment="first day on which cycles may use it"),
        sa.Column("source", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_template")),
        sa.UniqueConstraint("code", "number", name=op.f("uq_review_template_code_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sales_month",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False, comment="whose sales"),
        sa.Column("month", sa.String(length=7), nullable=False, comment="closing month, 2026-11"),
        sa.Column("won", sa.Integer(), nullable=False, comment="deals won"),
        sa.Column("lost", sa.Integer(), nullable=False, comment="deals lost"),
        sa.Column("net", sa.Integer(), nullable=False, comment="fen of won value less refunds"),
        sa.Column("due", sa.Integer(), nullable=False, comment="fen of won value whose collection is recorded"),
        sa.Column("collected", sa.Integer(), nullable=False, comment="fen collected of it"),
        sa.PrimaryKeyConstraint("person_id", "month", name=op.f("pk_sales_month")),
    )
    op.create_table(
        "skill",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("code", sa.String(length=40), nullable=False, comment="name by which people and files call it"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
        sa.UniqueConstraint("code", name=op.f("uq_skill_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("code", sa.String(length=40), nullable=False, comment="name by which people and files call it"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("code", name=op.f("uq_team_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "territory",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("code", sa.String(length=40), nullable=False, comment="name by which people and files call it"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("search", sa.String(length=400), nullable=False, comment="pinyin and initials, for search and order"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territory")),
        sa.UniqueConstraint("code", name=op.f("uq_territory_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "week_plan",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("monday", sa.Date(), nullable=False, comment="first day of the ISO week"),
        sa.Column("published_at", sa.String(length=32), nullable=True, comment="last publication; empty = draft"),
        sa.Column("published_number", sa.Integer(), nullable=False, comment="number of the last publication"),
        sa.Column("note", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week_plan")),
        sa.UniqueConstraint("monday", name=op.f("uq_week_plan_monday")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit_image",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False, comment="the action"),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False, comment="order within the action"),
        sa.Column("table_name", sa.String(length=60), nullable=False, comment="table of the row"),
        sa.Column("row_id", sa.Integer(), nullable=False, comment="id of the row"),
        sa.Column("before", sa.Text(), nullable=True, comment="JSON of the row before; empty = was not there; erasable"),
        sa.Column("after", sa.Text(), nullable=True, comment="JSON of the row after; empty = is not there; erasable"),
        sa.ForeignKeyConstraint(["seq"], ["audit.seq"], name=op.f("fk_audit_image_seq")),
        sa.PrimaryKeyConstraint("seq", "n", name=op.f("pk_audit_image")),
    )
    with op.batch_alter_table("audit_image", schema=None) as batch_op:
        batch_op.create_index("ix_audit_image_table_name_row_id", ["table_name", "row_id"], unique=False)

    op.create_table(
        "audit_params",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False, comment="the action"),
        sa.Column("params", sa.Text(), nullable=False, comment="JSON of the figures in the action's name; erasable"),
        sa.ForeignKeyConstraint(["seq"], ["audit.seq"], name=op.f("fk_audit_params_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_params")),
    )
    op.create_table(
        "audit_range",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False, comment="the action"),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False, comment="order within the action"),
        sa.Column("table_name", sa.String(length=60), nullable=False, comment="table of the rows"),
        sa.Column("first_id", sa.Integer(), nullable=False, comment="first id of a run without gaps"),
        sa.Column("last_id", sa.Integer(), nullable=False, comment="last id of the run"),
        sa.Column("version", sa.Integer(), nullable=False, comment="highest edit counter among the rows"),
        sa.Column("before", sa.String(length=64), nullable=True, comment="SHA-256 of the contents before; empty = were not there"),
        sa.Column("after", sa.String(length=64), nullable=True, comment="SHA-256 of the contents after; empty = are not there"),
        sa.Column("kept", sa.LargeBinary(), nullable=True, comment="compressed contents of deleted rows; erasable"),
        sa.ForeignKeyConstraint(["seq"], ["audit.seq"], name=op.f("fk_audit_range_seq")),
        sa.PrimaryKeyConstraint("seq", "n", name=op.f("pk_audit_range")),
    )
    op.create_table(
        "customer",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("code", sa.String(length=40), nullable=False, comment="name by which people and files call it"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("search", sa.String(length=400), nullable=False, comment="pinyin and initials, for search and order"),
        sa.Column("sector", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("grade", sa.String(length=24), nullable=False, comment="service class"),
        sa.Column("territory_id", sa.Integer(), nullable=True, comment="territory"),
        sa.Column("address", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("lat", sa.Float(), nullable=True, comment="degrees north"),
        sa.Column("lon", sa.Float(), nullable=True, comment="degrees east"),
        sa.Column("revenue", sa.Integer(), nullable=True, comment="money in fen; empty = not known"),
        sa.Column("employees", sa.Integer(), nullable=True, comment="head-count of the customer"),
        sa.Column("contact_name", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("contact_phone", sa.String(length=40), nullable=False, comment="telephone of the contact"),
        sa.Column("visit_every_days", sa.Integer(), nullable=True, comment="days between visits; empty = rule of the grade"),
        sa.Column("closed_on", sa.Date(), nullable=True, comment="no longer served from this day; empty = served"),
        sa.Column("note", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_customer_territory_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("code", name=op.f("uq_customer_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "grade_band",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("template_id", sa.Integer(), nullable=False, comment="which template"),
        sa.Column("grade", sa.String(length=4), nullable=False, comment="S A B C D"),
        sa.Column("at_least", sa.Integer(), nullable=False, comment="hundredths of a point"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["template_id"], ["review_template.id"], name=op.f("fk_grade_band_template_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_band")),
        sa.UniqueConstraint("template_id", "grade", name=op.f("uq_grade_band_template_id_grade")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("code", sa.String(length=40), nullable=False, comment="name by which people and files call it"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("search", sa.String(length=400), nullable=False, comment="pinyin and initials, for search and order"),
        sa.Column("team_id", sa.Integer(), nullable=True, comment="team"),
        sa.Column("manager_id", sa.Integer(), nullable=True, comment="direct superior, when also kept here"),
        sa.Column("line", sa.String(length=24), nullable=False, comment="sales line"),
        sa.Column("position", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("level", sa.String(length=40), nullable=False, comment="job level"),
        sa.Column("phone", sa.String(length=40), nullable=False, comment="work telephone"),
        sa.Column("email", sa.String(length=200), nullable=False, comment="work mail"),
        sa.Column("is_manager", sa.Boolean(), nullable=False, comment="yes or no"),
        sa.Column("hired_on", sa.Date(), nullable=True, comment="first day with the company"),
        sa.Column("in_post_since", sa.Date(), nullable=True, comment="first day in this post"),
        sa.Column("left_on", sa.Date(), nullable=True, comment="last day; empty = still here"),
        sa.Column("min_minutes", sa.Integer(), nullable=False, comment="minutes a week that were promised"),
        sa.Column("wished_minutes", sa.Integer(), nullable=False, comment="minutes a week that the person wants"),
        sa.Column("max_minutes", sa.Integer(), nullable=True, comment="most minutes a week; empty = the law's limit only"),
        sa.Column("home_lat", sa.Float(), nullable=True, comment="degrees north of where the day starts"),
        sa.Column("home_lon", sa.Float(), nullable=True, comment="degrees east of where the day starts"),
        sa.Column("cadence_days", sa.Integer(), nullable=True, comment="days between one-on-ones; empty = rule of the engagement"),
        sa.Column("field_consent_on", sa.Date(), nullable=True, comment="consent to location records given on; empty = none"),
        sa.Column("note", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_person_name_given")),
        sa.CheckConstraint(
            "min_minutes >= 0 AND wished_minutes >= 0 AND (max_minutes IS NULL OR max_minutes >= 0)",
            name=op.f("ck_person_hours_not_negative"),
        ),
        sa.ForeignKeyConstraint(["manager_id"], ["person.id"], name=op.f("fk_person_manager_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_person_team_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("code", name=op.f("uq_person_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_manager_id"), ["manager_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_team_id"), ["team_id"], unique=False)

    op.create_table(
        "review_cycle",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("code", sa.String(length=40), nullable=False, comment="name by which people and files call it"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("kind", sa.String(length=24), nullable=False, comment="length of the period"),
        sa.Column("start_on", sa.Date(), nullable=False, comment="first day of the period"),
        sa.Column("end_on", sa.Date(), nullable=False, comment="last day of the period"),
        sa.Column("template_id", sa.Integer(), nullable=False, comment="template in force"),
        sa.Column("state", sa.String(length=24), nullable=False, comment="where it stands"),
        sa.Column("self_due_on", sa.Date(), nullable=True, comment="self-assessment due"),
        sa.Column("manager_due_on", sa.Date(), nullable=True, comment="superior's rating due"),
        sa.Column("close_due_on", sa.Date(), nullable=True, comment="cycle to be closed by"),
        sa.Column("frozen_at", sa.String(length=32), nullable=True, comment="figures taken; empty = live"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("end_on >= start_on", name=op.f("ck_review_cycle_ends_after_start")),
        sa.ForeignKeyConstraint(["template_id"], ["review_template.id"], name=op.f("fk_review_cycle_template_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_cycle")),
        sa.UniqueConstraint("code", name=op.f("uq_review_cycle_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "template_item",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("template_id", sa.Integer(), nullable=False, comment="which template"),
        sa.Column("section", sa.String(length=24), nullable=False, comment="part of the form"),
        sa.Column("code", sa.String(length=40), nullable=False, comment="name by which people and files call it"),
        sa.Column("name_zh", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("name_en", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("definition_zh", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("definition_en", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("metric", sa.String(length=24), nullable=True, comment="for KPI items: what is counted"),
        sa.Column("weight", sa.Integer(), nullable=False, comment="hundredths of a point; all items sum to 10,000"),
        sa.Column("cap", sa.Integer(), nullable=False, comment="most attainment counted, basis points"),
        sa.Column("default_target", sa.Integer(), nullable=True, comment="hundredths of the unit when no target is set"),
        sa.Column("less_is_better", sa.Boolean(), nullable=False, comment="yes or no"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order on the form"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_template_item_weight_not_negative")),
        sa.ForeignKeyConstraint(["template_id"], ["review_template.id"], name=op.f("fk_template_item_template_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_item")),
        sa.UniqueConstraint("template_id", "code", name=op.f("uq_template_item_template_id_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "availability_exception",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("day", sa.Date(), nullable=False, comment="which day"),
        sa.Column("start_minute", sa.Integer(), nullable=False, comment="from, minutes since midnight"),
        sa.Column("end_minute", sa.Integer(), nullable=False, comment="to, minutes since midnight"),
        sa.Column("kind", sa.String(length=24), nullable=False, comment="what it says"),
        sa.Column("reason", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_availability_exception_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_exception")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("availability_exception", schema=None) as batch_op:
        batch_op.create_index("ix_availability_exception_person_id_day", ["person_id", "day"], unique=False)

    op.create_table(
        "availability_window",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("weekday", sa.Integer(), nullable=False, comment="0 Monday … 6 Sunday"),
        sa.Column("start_minute", sa.Integer(), nullable=False, comment="whole minutes"),
        sa.Column("end_minute", sa.Integer(), nullable=False, comment="whole minutes"),
        sa.Column("preference", sa.Integer(), nullable=False, comment="1 avoid … 5 gladly"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("preference BETWEEN 1 AND 5", name=op.f("ck_availability_window_preference_range")),
        sa.CheckConstraint(
            "start_minute >= 0 AND end_minute <= 1440 AND start_minute < end_minute", name=op.f("ck_availability_window_inside_the_day")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_availability_window_weekday_range")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_availability_window_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_window")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("availability_window", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_availability_window_person_id"), ["person_id"], unique=False)

    op.create_table(
        "customer_owner",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("customer_id", sa.Integer(), nullable=False, comment="which customer"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("from_on", sa.Date(), nullable=False, comment="first day"),
        sa.Column("to_on", sa.Date(), nullable=True, comment="last day; empty = still"),
        sa.Column("reason", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_customer_owner_ends_after_start")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_owner_customer_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_customer_owner_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_owner")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("customer_owner", schema=None) as batch_op:
        batch_op.create_index("ix_customer_owner_customer_id_from_on", ["customer_id", "from_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_customer_owner_person_id"), ["person_id"], unique=False)

    op.create_table(
        "deal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("code", sa.String(length=40), nullable=False, comment="name by which people and files call it"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("customer_id", sa.Integer(), nullable=True, comment="customer; empty = not named"),
        sa.Column("product_id", sa.Integer(), nullable=True, comment="product"),
        sa.Column("stage", sa.String(length=24), nullable=False, comment="where it stands"),
        sa.Column("opened_on", sa.Date(), nullable=True, comment="first engaged"),
        sa.Column("closed_on", sa.Date(), nullable=True, comment="won or lost on"),
        sa.Column("value", sa.Integer(), nullable=False, comment="money in fen"),
        sa.Column("collected", sa.Integer(), nullable=True, comment="money in fen; empty = not known"),
        sa.Column("refunded", sa.Integer(), nullable=False, comment="fen given back"),
        sa.Column("channel", sa.String(length=40), nullable=False, comment="store, online, field …"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint(
            "value >= 0 AND (collected IS NULL OR collected >= 0) AND refunded >= 0", name=op.f("ck_deal_money_not_negative")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_deal_customer_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deal_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_deal_product_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal")),
        sa.UniqueConstraint("code", name=op.f("uq_deal_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.create_index("ix_deal_customer_id_closed_on", ["customer_id", "closed_on"], unique=False)
        batch_op.create_index("ix_deal_person_id_closed_on", ["person_id", "closed_on"], unique=False)

    op.create_table(
        "engagement",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("type", sa.String(length=24), nullable=False, comment="legal type"),
        sa.Column("start_on", sa.Date(), nullable=False, comment="first day"),
        sa.Column("end_on", sa.Date(), nullable=True, comment="last day; empty = open-ended"),
        sa.Column("weekly_minutes", sa.Integer(), nullable=False, comment="agreed minutes a week"),
        sa.Column("hourly_pay", sa.Integer(), nullable=True, comment="money in fen; empty = not known"),
        sa.Column("monthly_pay", sa.Integer(), nullable=True, comment="money in fen; empty = not known"),
        sa.Column("pay_cycle_days", sa.Integer(), nullable=True, comment="days between settlements"),
        sa.Column("probation_months", sa.Integer(), nullable=False, comment="months; forbidden for part-time staff"),
        sa.Column("written", sa.Boolean(), nullable=False, comment="yes or no"),
        sa.Column("injury_insured", sa.Boolean(), nullable=False, comment="yes or no"),
        sa.Column("other_employer_minutes", sa.Integer(), nullable=False, comment="minutes a week declared elsewhere"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("end_on IS NULL OR end_on >= start_on", name=op.f("ck_engagement_ends_after_start")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_engagement_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagement_person_id"), ["person_id"], unique=False)

    op.create_table(
        "measurement",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("metric", sa.String(length=24), nullable=False, comment="what is counted"),
        sa.Column("day", sa.Date(), nullable=False, comment="when measured"),
        sa.Column("amount", sa.Integer(), nullable=False, comment="hundredths of the metric's unit"),
        sa.Column("answers", sa.Integer(), nullable=False, comment="answers or pieces behind it"),
        sa.Column("source", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_measurement_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.create_index("ix_measurement_person_id_metric_day", ["person_id", "metric", "day"], unique=False)

    op.create_table(
        "one_on_one",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("day", sa.Date(), nullable=False, comment="planned or held on"),
        sa.Column("start_minute", sa.Integer(), nullable=True, comment="minutes since midnight; empty = no time set"),
        sa.Column("minutes", sa.Integer(), nullable=False, comment="length"),
        sa.Column("place", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("state", sa.String(length=24), nullable=False, comment="where it stands"),
        sa.Column("mood", sa.Integer(), nullable=True, comment="1 very bad … 5 very good, voluntary"),
        sa.Column("workload", sa.Integer(), nullable=True, comment="1 light … 5 too much, voluntary"),
        sa.Column("skipped_because", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("mood IS NULL OR mood BETWEEN 1 AND 5", name=op.f("ck_one_on_one_mood_range")),
        sa.CheckConstraint("workload IS NULL OR workload BETWEEN 1 AND 5", name=op.f("ck_one_on_one_workload_range")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_one_on_one_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_on_one")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("one_on_one", schema=None) as batch_op:
        batch_op.create_index("ix_one_on_one_person_id_day", ["person_id", "day"], unique=False)

    op.create_table(
        "person_skill",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("skill_id", sa.Integer(), nullable=False, comment="which skill"),
        sa.Column("level", sa.Integer(), nullable=False, comment="0 none … 5 can teach"),
        sa.Column("expires_on", sa.Date(), nullable=True, comment="last valid day of the certificate"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("level BETWEEN 0 AND 5", name=op.f("ck_person_skill_level_range")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_skill_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_person_skill_skill_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_skill")),
        sa.UniqueConstraint("person_id", "skill_id", name=op.f("uq_person_skill_person_id_skill_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("person_skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_skill_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_skill_skill_id"), ["skill_id"], unique=False)

    op.create_table(
        "person_territory",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("territory_id", sa.Integer(), nullable=False, comment="which territory"),
        sa.Column("is_main", sa.Boolean(), nullable=False, comment="yes or no"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_territory_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_person_territory_territory_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_territory")),
        sa.UniqueConstraint("person_id", "territory_id", name=op.f("uq_person_territory_person_id_territory_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("person_territory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_territory_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_territory_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "recognition",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("day", sa.Date(), nullable=False, comment="when"),
        sa.Column("text", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recognition_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recognition_person_id"), ["person_id"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("cycle_id", sa.Integer(), nullable=False, comment="which cycle"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("number", sa.Integer(), nullable=False, comment="version of the document, from 1"),
        sa.Column("follows_id", sa.Integer(), nullable=True, comment="version that this one replaces"),
        sa.Column("follows_because", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("document_no", sa.String(length=60), nullable=False, comment="number on the paper"),
        sa.Column("state", sa.String(length=24), nullable=False, comment="step of the process"),
        sa.Column("excluded_because", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column(
            "weekly_minutes", sa.Integer(), nullable=True, comment="agreed minutes a week used for proration; empty = from the engagement"
        ),
        sa.Column("eligible_days", sa.Integer(), nullable=True, comment="working days that count; empty = computed"),
        sa.Column("excluded_days", sa.Integer(), nullable=False, comment="working days of leave taken out"),
        sa.Column("bonus", sa.Integer(), nullable=False, comment="hundredths of a point, between -500 and 500"),
        sa.Column("bonus_reason", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("compliance", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("customer_feedback", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("critical_incidents", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("target_notes", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("employee_summary", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("achievements", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("improvements", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("manager_comment", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("next_manager_opinion", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("hr_opinion", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("result_use", sa.Text(), nullable=False, comment="JSON list of uses, each code and note"),
        sa.Column("next_goals", sa.Text(), nullable=False, comment="JSON rows: metric, target, weight, due"),
        sa.Column("development", sa.Text(), nullable=False, comment="JSON rows: ability, measure, support, date"),
        sa.Column("score", sa.Integer(), nullable=True, comment="hundredths of a point at locking"),
        sa.Column("grade", sa.String(length=4), nullable=False, comment="proposed grade at locking"),
        sa.Column("calibrated_grade", sa.String(length=4), nullable=False, comment="grade after calibration; empty = as proposed"),
        sa.Column("calibration_reason", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("locked_at", sa.String(length=32), nullable=True, comment="when it became a record"),
        sa.Column("locked_by", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["cycle_id"], ["review_cycle.id"], name=op.f("fk_review_cycle_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["follows_id"], ["review.id"], name=op.f("fk_review_follows_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("cycle_id", "person_id", "number", name=op.f("uq_review_cycle_id_person_id_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_person_id"), ["person_id"], unique=False)

    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("metric", sa.String(length=24), nullable=False, comment="what is counted"),
        sa.Column("start_on", sa.Date(), nullable=False, comment="first day"),
        sa.Column("end_on", sa.Date(), nullable=False, comment="last day"),
        sa.Column("amount", sa.Integer(), nullable=False, comment="hundredths of the metric's unit; fen for money"),
        sa.Column("prorated", sa.Boolean(), nullable=False, comment="yes = already the person's own, no = full-time figure"),
        sa.Column("source", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_target_amount_not_negative")),
        sa.CheckConstraint("end_on >= start_on", name=op.f("ck_target_ends_after_start")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_target_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("person_id", "metric", "start_on", "end_on", name=op.f("uq_target_person_id_metric_start_on_end_on")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_person_id"), ["person_id"], unique=False)

    op.create_table(
        "task_template",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("title", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("kind", sa.String(length=24), nullable=False, comment="kind of work"),
        sa.Column("weekday", sa.Integer(), nullable=False, comment="0 Monday … 6 Sunday"),
        sa.Column("start_minute", sa.Integer(), nullable=False, comment="whole minutes"),
        sa.Column("end_minute", sa.Integer(), nullable=False, comment="whole minutes"),
        sa.Column("place", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("territory_id", sa.Integer(), nullable=True, comment="territory"),
        sa.Column("customer_id", sa.Integer(), nullable=True, comment="customer"),
        sa.Column("skill_id", sa.Integer(), nullable=True, comment="needed skill"),
        sa.Column("skill_level", sa.Integer(), nullable=False, comment="least level"),
        sa.Column("headcount", sa.Integer(), nullable=False, comment="people needed"),
        sa.Column("priority", sa.Integer(), nullable=False, comment="1 must … 3 may"),
        sa.Column("is_prime", sa.Boolean(), nullable=False, comment="yes or no"),
        sa.Column("active", sa.Boolean(), nullable=False, comment="offered for new weeks"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint(
            "start_minute >= 0 AND end_minute <= 1440 AND start_minute < end_minute", name=op.f("ck_task_template_inside_the_day")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_task_template_weekday_range")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_task_template_customer_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_task_template_skill_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_task_template_territory_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_template")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "action_item",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("one_on_one_id", sa.Integer(), nullable=True, comment="talk in which it was promised"),
        sa.Column("side", sa.String(length=24), nullable=False, comment="who promised"),
        sa.Column("text", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("made_on", sa.Date(), nullable=False, comment="promised on"),
        sa.Column("due_on", sa.Date(), nullable=True, comment="promised for"),
        sa.Column("done_on", sa.Date(), nullable=True, comment="kept on; empty = open"),
        sa.Column("slips", sa.Integer(), nullable=False, comment="times the date was moved back"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["one_on_one_id"], ["one_on_one.id"], name=op.f("fk_action_item_one_on_one_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_action_item_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("action_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_item_one_on_one_id"), ["one_on_one_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_item_person_id"), ["person_id"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("raised_in_id", sa.Integer(), nullable=True, comment="talk for which it was first written"),
        sa.Column("closed_in_id", sa.Integer(), nullable=True, comment="talk in which it was settled; empty = open"),
        sa.Column("text", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("theme", sa.String(length=24), nullable=False, comment="work, wellbeing, career, feedback, obstacles"),
        sa.Column("raised_by", sa.String(length=24), nullable=False, comment="who put it there"),
        sa.Column("raised_on", sa.Date(), nullable=False, comment="age counts from here"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order on the list"),
        sa.Column("times_carried", sa.Integer(), nullable=False, comment="talks it has passed through open"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["closed_in_id"], ["one_on_one.id"], name=op.f("fk_agenda_item_closed_in_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agenda_item_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["raised_in_id"], ["one_on_one.id"], name=op.f("fk_agenda_item_raised_in_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_item_closed_in_id"), ["closed_in_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_raised_in_id"), ["raised_in_id"], unique=False)

    op.create_table(
        "review_item",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("review_id", sa.Integer(), nullable=False, comment="which review"),
        sa.Column("item_id", sa.Integer(), nullable=False, comment="which line of the template"),
        sa.Column("target", sa.Integer(), nullable=True, comment="hundredths of the unit, prorated; empty = live from targets"),
        sa.Column("actual", sa.Integer(), nullable=True, comment="hundredths of the unit; empty = live from the records"),
        sa.Column("by_hand_because", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("self_rating", sa.Integer(), nullable=True, comment="1 … 5"),
        sa.Column("manager_rating", sa.Integer(), nullable=True, comment="1 … 5"),
        sa.Column("evidence", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("locked", sa.Boolean(), nullable=False, comment="yes or no"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("manager_rating IS NULL OR manager_rating BETWEEN 1 AND 5", name=op.f("ck_review_item_manager_range")),
        sa.CheckConstraint("self_rating IS NULL OR self_rating BETWEEN 1 AND 5", name=op.f("ck_review_item_self_range")),
        sa.ForeignKeyConstraint(["item_id"], ["template_item.id"], name=op.f("fk_review_item_item_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_item_review_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_item")),
        sa.UniqueConstraint("review_id", "item_id", name=op.f("uq_review_item_review_id_item_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "review_record",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("review_id", sa.Integer(), nullable=False, comment="which review"),
        sa.Column("content", sa.Text(), nullable=False, comment="canonical JSON of the document"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the content"),
        sa.Column("locked_at", sa.String(length=32), nullable=False, comment="when"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_record_review_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_record")),
        sa.UniqueConstraint("review_id", name=op.f("uq_review_record_review_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "talk_note",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("one_on_one_id", sa.Integer(), nullable=False, comment="which talk"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of paragraphs"),
        sa.Column("visibility", sa.String(length=24), nullable=False, comment="who may read it"),
        sa.Column("text", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["one_on_one_id"], ["one_on_one.id"], name=op.f("fk_talk_note_one_on_one_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_note")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("talk_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_note_one_on_one_id"), ["one_on_one_id"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("code", sa.String(length=40), nullable=False, comment="name by which files and the command line call it"),
        sa.Column("title", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("kind", sa.String(length=24), nullable=False, comment="kind of work"),
        sa.Column("day", sa.Date(), nullable=False, comment="local day"),
        sa.Column("start_minute", sa.Integer(), nullable=False, comment="whole minutes"),
        sa.Column("end_minute", sa.Integer(), nullable=False, comment="whole minutes"),
        sa.Column("place", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("lat", sa.Float(), nullable=True, comment="degrees north; empty = the customer's"),
        sa.Column("lon", sa.Float(), nullable=True, comment="degrees east; empty = the customer's"),
        sa.Column("territory_id", sa.Integer(), nullable=True, comment="territory"),
        sa.Column("customer_id", sa.Integer(), nullable=True, comment="customer"),
        sa.Column("skill_id", sa.Integer(), nullable=True, comment="needed skill"),
        sa.Column("skill_level", sa.Integer(), nullable=False, comment="least level"),
        sa.Column("headcount", sa.Integer(), nullable=False, comment="people needed"),
        sa.Column("priority", sa.Integer(), nullable=False, comment="1 must … 3 may"),
        sa.Column("is_prime", sa.Boolean(), nullable=False, comment="yes or no"),
        sa.Column("needs_consent", sa.Boolean(), nullable=False, comment="yes or no"),
        sa.Column("template_id", sa.Integer(), nullable=True, comment="made from"),
        sa.Column("note", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("headcount >= 1", name=op.f("ck_task_somebody_needed")),
        sa.CheckConstraint("priority BETWEEN 1 AND 3", name=op.f("ck_task_priority_range")),
        sa.CheckConstraint("start_minute >= 0 AND end_minute <= 1440 AND start_minute < end_minute", name=op.f("ck_task_inside_the_day")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_task_customer_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_task_skill_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["template_id"], ["task_template.id"], name=op.f("fk_task_template_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_task_territory_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index("ix_task_code", ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index("ix_task_day", ["day"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("task_id", sa.Integer(), nullable=False, comment="which task"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("pinned", sa.Boolean(), nullable=False, comment="yes or no"),
        sa.Column("by_solver", sa.Boolean(), nullable=False, comment="yes or no"),
        sa.Column("override_code", sa.String(length=20), nullable=False, comment="rule that was set aside"),
        sa.Column("override_reason", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("worked_minutes", sa.Integer(), nullable=True, comment="minutes really worked; empty = as planned"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_assignment_task_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("task_id", "person_id", name=op.f("uq_assignment_task_id_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_person_id"), ["person_id"], unique=False)
    for statement in TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    for name in ("deal_summary_insert", "deal_summary_delete", "deal_summary_update", "audit_no_update", "audit_no_delete"):
        op.execute(f"DROP TRIGGER {name}")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_person_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index("ix_task_day")
        batch_op.drop_index(batch_op.f("ix_task_customer_id"))
        batch_op.drop_index("ix_task_code")

    op.drop_table("task")
    with op.batch_alter_table("talk_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talk_note_one_on_one_id"))

    op.drop_table("talk_note")
    op.drop_table("review_record")
    op.drop_table("review_item")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_item_raised_in_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_item_person_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_item_closed_in_id"))

    op.drop_table("agenda_item")
    with op.batch_alter_table("action_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_item_person_id"))
        batch_op.drop_index(batch_op.f("ix_action_item_one_on_one_id"))

    op.drop_table("action_item")
    op.drop_table("task_template")
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_person_id"))

    op.drop_table("target")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_person_id"))

    op.drop_table("review")
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recognition_person_id"))

    op.drop_table("recognition")
    with op.batch_alter_table("person_territory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_territory_territory_id"))
        batch_op.drop_index(batch_op.f("ix_person_territory_person_id"))

    op.drop_table("person_territory")
    with op.batch_alter_table("person_skill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_skill_skill_id"))
        batch_op.drop_index(batch_op.f("ix_person_skill_person_id"))

    op.drop_table("person_skill")
    with op.batch_alter_table("one_on_one", schema=None) as batch_op:
        batch_op.drop_index("ix_one_on_one_person_id_day")

    op.drop_table("one_on_one")
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.drop_index("ix_measurement_person_id_metric_day")

    op.drop_table("measurement")
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagement_person_id"))

    op.drop_table("engagement")
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.drop_index("ix_deal_person_id_closed_on")
        batch_op.drop_index("ix_deal_customer_id_closed_on")

    op.drop_table("deal")
    with op.batch_alter_table("customer_owner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_owner_person_id"))
        batch_op.drop_index("ix_customer_owner_customer_id_from_on")

    op.drop_table("customer_owner")
    with op.batch_alter_table("availability_window", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_availability_window_person_id"))

    op.drop_table("availability_window")
    with op.batch_alter_table("availability_exception", schema=None) as batch_op:
        batch_op.drop_index("ix_availability_exception_person_id_day")

    op.drop_table("availability_exception")
    op.drop_table("template_item")
    op.drop_table("review_cycle")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_team_id"))
        batch_op.drop_index(batch_op.f("ix_person_manager_id"))

    op.drop_table("person")
    op.drop_table("grade_band")
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_territory_id"))

    op.drop_table("customer")
    op.drop_table("audit_range")
    op.drop_table("audit_params")
    with op.batch_alter_table("audit_image", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_image_table_name_row_id")

    op.drop_table("audit_image")
    op.drop_table("week_plan")
    op.drop_table("territory")
    op.drop_table("team")
    op.drop_table("skill")
    op.drop_table("sales_month")
    op.drop_table("review_template")
    op.drop_table("publication")
    op.drop_table("product")
    op.drop_table("organisation")
    op.drop_table("law_figure")
    op.drop_table("import_mapping")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index("ix_import_batch_sha256")

    op.drop_table("import_batch")
    op.drop_table("calendar_day")
    op.drop_table("audit")
