-- Copyright (c) 2026, Voximplant platform collection contributors
-- GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
-- SPDX-License-Identifier: GPL-3.0-or-later

-- The first run and every later one execute this: each statement leaves alone what is there already.

CREATE TABLE IF NOT EXISTS setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL               -- JSON
);

CREATE TABLE IF NOT EXISTS switch (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS account (
    account_id            INTEGER PRIMARY KEY AUTOINCREMENT,
    account_name          TEXT NOT NULL UNIQUE,
    account_email         TEXT NOT NULL,
    api_key               TEXT NOT NULL,
    account_password      TEXT NOT NULL,
    parent_account_id     INTEGER REFERENCES account,
    uses_parent_scenarios INTEGER NOT NULL DEFAULT 0,
    active                INTEGER NOT NULL DEFAULT 1,
    frozen                INTEGER NOT NULL DEFAULT 0,
    balance               REAL NOT NULL,
    created               TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS login (
    session_id TEXT PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account
);

CREATE TABLE IF NOT EXISTS service_key (
    key_id      TEXT PRIMARY KEY,
    key_name    TEXT NOT NULL,
    account_id  INTEGER NOT NULL REFERENCES account,
    private_key TEXT NOT NULL,
    public_key  TEXT NOT NULL,
    roles       TEXT NOT NULL         -- JSON list
);

CREATE TABLE IF NOT EXISTS application (
    application_id        INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id            INTEGER NOT NULL REFERENCES account,
    name                  TEXT NOT NULL,      -- the short one
    secure_record_storage INTEGER NOT NULL,
    created               TEXT NOT NULL,
    modified              TEXT NOT NULL,
    UNIQUE (account_id, name)
);

CREATE TABLE IF NOT EXISTS user (
    user_id           INTEGER PRIMARY KEY AUTOINCREMENT,
    application_id    INTEGER NOT NULL REFERENCES application ON DELETE CASCADE,
    user_name         TEXT NOT NULL,
    user_display_name TEXT NOT NULL,
    password_digest   TEXT NOT NULL,      -- never the password
    user_active       INTEGER NOT NULL,
    parent_accounting INTEGER NOT NULL,
    user_custom_data  TEXT,
    created           TEXT NOT NULL,
    modified          TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS scenario (
    scenario_id    INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id     INTEGER NOT NULL REFERENCES account,
    application_id INTEGER REFERENCES application ON DELETE CASCADE,  -- none: shared
    name           TEXT NOT NULL,
    script         TEXT NOT NULL,
    modified       TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS scenario_by_name ON scenario (account_id, name);

CREATE TABLE IF NOT EXISTS rule (
    rule_id          INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id       INTEGER NOT NULL REFERENCES account,
    application_id   INTEGER NOT NULL REFERENCES application ON DELETE CASCADE,
    position         INTEGER NOT NULL,
    name             TEXT NOT NULL,
    pattern          TEXT NOT NULL,
    pattern_exclude  TEXT NOT NULL,
    video_conference INTEGER NOT NULL,
    bind_key_id      TEXT,
    modified         TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS rule_by_application ON rule (application_id, position);

CREATE TABLE IF NOT EXISTS binding (
    rule_id     INTEGER NOT NULL REFERENCES rule ON DELETE CASCADE,
    scenario_id INTEGER NOT NULL REFERENCES scenario ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    PRIMARY KEY (rule_id, scenario_id)
);
CREATE INDEX IF NOT EXISTS binding_by_scenario ON binding (scenario_id);

-- A number stays with the account when its application is deleted.
CREATE TABLE IF NOT EXISTS phone_number (
    phone_number_id           INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id                INTEGER NOT NULL REFERENCES account,
    phone_number              TEXT NOT NULL UNIQUE,   -- digits only
    application_id            INTEGER REFERENCES application ON DELETE SET NULL,
    rule_id                   INTEGER REFERENCES rule ON DELETE SET NULL,
    is_sms_supported          INTEGER NOT NULL,
    is_sms_enabled            INTEGER NOT NULL DEFAULT 0,
    incoming_sms_callback_url TEXT NOT NULL DEFAULT '',
    auto_charge               INTEGER NOT NULL DEFAULT 1,
    country_code              TEXT NOT NULL,
    category_name             TEXT NOT NULL,
    region_name               TEXT NOT NULL,
    price                     REAL NOT NULL,
    purchase_date             TEXT NOT NULL,
    next_renewal              TEXT NOT NULL,          -- a date
    modified                  TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS phone_number_by_application ON phone_number (application_id);
CREATE INDEX IF NOT EXISTS phone_number_by_rule ON phone_number (rule_id);

CREATE TABLE IF NOT EXISTS secret (
    secret_id      INTEGER PRIMARY KEY AUTOINCREMENT,
    application_id INTEGER NOT NULL REFERENCES application ON DELETE CASCADE,
    secret_name    TEXT NOT NULL,
    secret_value   TEXT NOT NULL,
    description    TEXT NOT NULL,
    created        TEXT NOT NULL,
    modified       TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS secret_by_application ON secret (application_id);

-- A session outlives the rule and the application that it was started from.
CREATE TABLE IF NOT EXISTS session (
    call_session_history_id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id              INTEGER NOT NULL REFERENCES account,
    application_id          INTEGER NOT NULL,
    application_name        TEXT NOT NULL,
    rule_id                 INTEGER NOT NULL,
    rule_name               TEXT NOT NULL,
    user_id                 INTEGER,
    conference_name         TEXT,
    custom_data             TEXT,
    reference_ip            TEXT,
    server_location         TEXT,
    path                    TEXT NOT NULL UNIQUE,   -- of the access URLs: whoever knows it may talk to the session
    hits                    INTEGER NOT NULL DEFAULT 0,
    start_date              TEXT NOT NULL,
    started_at              REAL NOT NULL,
    ends_at                 REAL,                   -- none: it does not end by itself
    ends_with               TEXT,                   -- the finish_reason that it then has
    active                  INTEGER NOT NULL DEFAULT 1,
    duration                INTEGER NOT NULL DEFAULT 0,
    finish_reason           TEXT,
    details                 TEXT NOT NULL DEFAULT '{}'   -- JSON: calls, records, other_resource_usage
);

CREATE INDEX IF NOT EXISTS session_by_end ON session (ends_at) WHERE active;

CREATE TABLE IF NOT EXISTS command (
    command_id              INTEGER PRIMARY KEY AUTOINCREMENT,
    call_session_history_id INTEGER NOT NULL REFERENCES session,
    method                  TEXT NOT NULL,
    secure                  INTEGER NOT NULL,
    headers                 TEXT NOT NULL,   -- JSON
    body                    TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS fault (
    fault_id   INTEGER PRIMARY KEY AUTOINCREMENT,
    seen       INTEGER NOT NULL DEFAULT 0,   -- calls
    definition TEXT NOT NULL                 -- JSON, as it was added
);

CREATE TABLE IF NOT EXISTS journal (
    n                       INTEGER PRIMARY KEY AUTOINCREMENT,
    time                    REAL NOT NULL,
    account_id              INTEGER,
    method                  TEXT,
    params                  TEXT NOT NULL,   -- JSON
    auth                    TEXT NOT NULL,
    http_method             TEXT NOT NULL,
    url_form                TEXT,
    query_keys              TEXT NOT NULL,   -- JSON
    encoding                TEXT NOT NULL,
    status                  INTEGER,         -- none: no answer was sent
    code                    INTEGER,
    executed                INTEGER NOT NULL,
    write                   INTEGER NOT NULL,
    connection              TEXT NOT NULL,
    user_agent              TEXT NOT NULL,
    fault                   TEXT,
    call_session_history_id INTEGER
);
