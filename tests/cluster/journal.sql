-- SPDX-License-Identifier: MIT
-- Holds the journal of clients.mjs (the table `journal` of one column) against the connections that are
-- there: prints a line for each that is lost, or there though it should not be, or half there.
CREATE TEMP TABLE operation AS
  SELECT rowid AS number, substr(line, 1, instr(line, ' ') - 1) AS outcome,
         iif(line LIKE '% delete %', 'delete', 'insert') AS kind,
         '["' || replace(substr(line, instr(line, 'load-')), ' ', '","') || '"]' AS names
    FROM journal;
CREATE TEMP TABLE fate AS
  SELECT value AS name, max(kind = 'insert' AND outcome = 'ok') AS inserted, max(kind = 'delete') AS deleted,
         max(kind = 'delete' AND outcome = 'ok') AS surely_deleted
    FROM operation, json_each(names) GROUP BY value;
CREATE TEMP TABLE there AS SELECT name, count(*) AS times FROM connections WHERE name GLOB 'load-*' GROUP BY name;
SELECT 'lost: ' || name FROM fate WHERE inserted AND NOT deleted AND name NOT IN (SELECT name FROM there);
SELECT 'not deleted: ' || name FROM fate WHERE surely_deleted AND name IN (SELECT name FROM there);
SELECT 'there twice: ' || name FROM there WHERE times > 1;
SELECT 'of nobody: ' || name FROM there WHERE name NOT IN (SELECT name FROM fate);
SELECT 'half a transaction: ' || names FROM operation
  WHERE kind = 'insert' AND (SELECT count(DISTINCT value IN (SELECT name FROM there)) FROM json_each(names)
                               WHERE value NOT IN (SELECT name FROM fate WHERE deleted)) > 1;
SELECT count(*) FILTER (WHERE inserted) || ' inserts acknowledged, ' || count(*) FILTER (WHERE surely_deleted) || ' deletions'
  FROM fate;
