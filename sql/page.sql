-- SPDX-License-Identifier: MIT
-- A page to look at: one self-contained HTML file about the table `connections`, made of the reports.
--
--   sqlite> .read sql/reports.sql
--   sqlite> .parameter set @out inventory.html
--   sqlite> .read sql/page.sql
--
-- The view report_page(html) stays in the database, and any host can select it. The page asks for nothing
-- from anywhere, and its script only hides and orders rows. Whatever comes from the catalog is escaped in
-- one place, `escaped`, where control characters and marks of direction become visible too. Reports that
-- show values are not in it, so nothing that is sealed; and where lint finds a secret in what it does show,
-- even in a name, (secret) takes its place. A list shows its first 1,000 rows, the gravest first, and names
-- the query that shows all.
--
-- Where a comparison was made before (sql/compare.sql), the page has a list of what has changed: it is
-- kept in the table report_changes, which this file writes anew, because a view cannot see temp.comparison.

-- The shell takes for a text what it cannot ask: where there is no comparison, there is no such table.
.parameter set @changes "(SELECT json_group_array(json_array(change, name, catalog_id, region, pointer, before, after)) FROM temp.comparison)"
CREATE TABLE IF NOT EXISTS report_changes(change, name, catalog_id, region, pointer, before, after);
DELETE FROM report_changes;
INSERT INTO report_changes -- the names of what is gone, lint has not seen
  SELECT change, iif(EXISTS (SELECT 1 FROM glue_lint(json_object('Name', name)) WHERE rule IN ('url-password', 'clear-text-secret')),
                     '(secret)', name),
         iif(EXISTS (SELECT 1 FROM glue_lint(json_object('Name', catalog_id)) WHERE rule IN ('url-password', 'clear-text-secret')),
             '(secret)', catalog_id), region, pointer, before, after
    FROM (SELECT value ->> 0 AS change, value ->> 1 AS name, value ->> 2 AS catalog_id, value ->> 3 AS region,
                 value ->> 4 AS pointer, value ->> 5 AS before, value ->> 6 AS after
            FROM json_each(iif(EXISTS (SELECT 1 FROM temp.sqlite_schema WHERE name = 'comparison'),
                               coalesce(@changes, 'none that can be read'), '[]')));
.parameter unset @changes

DROP VIEW IF EXISTS report_page;
CREATE VIEW report_page AS
WITH
  -- ---- what is shown: a list a report, its rows numbered in order of gravity --------------------------
  findings AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY severity, rule, name, catalog_id, region) AS n, * FROM report_findings),
  rules AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY severity, count(*) DESC, rule) AS n, severity, rule, count(*) AS findings,
           min(name) AS example
      FROM findings GROUP BY severity, rule),
  secrets AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY kept <> 'in clear', name, catalog_id, region) AS n, * FROM report_secrets),
  tls AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY name, catalog_id, region) AS n, * FROM report_tls),
  statuses AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY status, name, catalog_id, region) AS n,
           name, catalog_id, region, connection_type, status, status_reason, last_updated_time
      FROM connections WHERE status <> 'READY'),
  owners AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY missing_tag <> 'owner', name, catalog_id, region) AS n, * FROM report_tag_policy),
  stale AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY last_updated_time, name, catalog_id, region) AS n, * FROM report_stale),
  network AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY missing = '', name, catalog_id, region) AS n, * FROM report_network
      WHERE subnet_id IS NOT NULL OR missing <> ''),
  duplicates AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY connections DESC, host, database) AS n, * FROM report_duplicates),
  endpoints AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY host, port, database, name, catalog_id, region) AS n, * FROM report_endpoints),
  changes AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY change DESC, name, catalog_id, region, pointer) AS n, * FROM report_changes),
  types AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY count(*) DESC, connection_type) AS n, connection_type AS label, count(*) AS bar
      FROM connections GROUP BY connection_type),
  places AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY count(*) DESC, catalog_id, region) AS n,
           count(*) AS bar, catalog_id, region
      FROM connections GROUP BY catalog_id, region),
  ages AS MATERIALIZED (
    SELECT age AS n, CASE age WHEN 1 THEN 'up to a week' WHEN 2 THEN 'up to a month' WHEN 3 THEN 'up to half a year'
             WHEN 4 THEN 'up to a year' WHEN 5 THEN 'more than a year' ELSE 'not known' END AS label, count(*) AS bar
      FROM (SELECT CASE WHEN days_since_update <= 7 THEN 1 WHEN days_since_update <= 30 THEN 2
                        WHEN days_since_update <= 182 THEN 3 WHEN days_since_update <= 365 THEN 4
                        WHEN days_since_update IS NULL THEN 6 ELSE 5 END AS age
              FROM report_ages)
      GROUP BY age),

  -- What lint takes for a secret, of all that is shown as it is: names and the like, and what the service says.
  secret_text(text) AS MATERIALIZED (
    SELECT CASE place WHEN 'name' THEN name WHEN 'connectionType' THEN connection_type ELSE catalog_id END
      FROM secrets WHERE kept = 'in clear' AND place IN ('name', 'connectionType', 'catalogId')
    UNION -- as the reports call the engine of such a type
    SELECT lower(connection_type) FROM secrets WHERE kept = 'in clear' AND place = 'connectionType'
    UNION
    SELECT CASE f.pointer WHEN '/Status' THEN c.status WHEN '/StatusReason' THEN c.status_reason ELSE c.last_updated_by END
      FROM (SELECT name, catalog_id, region FROM statuses WHERE n <= 1000
            UNION SELECT name, catalog_id, region FROM stale WHERE n <= 1000) AS shown
        CROSS JOIN connections c, glue_lint(c.connection) f
      WHERE c.name = shown.name AND c.catalog_id = shown.catalog_id AND c.region = shown.region
        AND f.rule IN ('url-password', 'clear-text-secret') AND f.pointer IN ('/Status', '/StatusReason', '/LastUpdatedBy')),

  -- Their texts, cell by cell: what is not given is NULL.
  cell(list, n, position, text) AS (
    SELECT 'secrets', n, p, CASE p WHEN 1 THEN name WHEN 2 THEN catalog_id WHEN 3 THEN region WHEN 4 THEN connection_type
             WHEN 5 THEN kept ELSE place END
      FROM secrets, (SELECT column1 AS p FROM (VALUES (1), (2), (3), (4), (5), (6))) WHERE n <= 1000
    UNION ALL
    SELECT 'tls', n, p, CASE p WHEN 1 THEN name WHEN 2 THEN catalog_id WHEN 3 THEN region WHEN 4 THEN connection_type
             WHEN 5 THEN rule ELSE message END
      FROM tls, (SELECT column1 AS p FROM (VALUES (1), (2), (3), (4), (5), (6))) WHERE n <= 1000
    UNION ALL
    SELECT 'status', n, p, CASE p WHEN 1 THEN name WHEN 2 THEN catalog_id WHEN 3 THEN region WHEN 4 THEN connection_type
             WHEN 5 THEN status WHEN 6 THEN status_reason ELSE last_updated_time END
      FROM statuses, (SELECT column1 AS p FROM (VALUES (1), (2), (3), (4), (5), (6), (7))) WHERE n <= 1000
    UNION ALL
    SELECT 'tags', n, p, CASE p WHEN 1 THEN name WHEN 2 THEN catalog_id WHEN 3 THEN region WHEN 4 THEN connection_type
             ELSE missing_tag END
      FROM owners, (SELECT column1 AS p FROM (VALUES (1), (2), (3), (4), (5))) WHERE n <= 1000
    UNION ALL
    SELECT 'rules', n, p, CASE p WHEN 1 THEN severity WHEN 2 THEN rule WHEN 3 THEN findings ELSE example END
      FROM rules, (SELECT column1 AS p FROM (VALUES (1), (2), (3), (4))) WHERE n <= 1000
    UNION ALL
    SELECT 'findings', n, p, CASE p WHEN 1 THEN name WHEN 2 THEN catalog_id WHEN 3 THEN region WHEN 4 THEN connection_type
             WHEN 5 THEN severity WHEN 6 THEN rule WHEN 7 THEN path ELSE message END
      FROM findings, (SELECT column1 AS p FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8))) WHERE n <= 1000
    UNION ALL
    SELECT 'network', n, p, CASE p WHEN 1 THEN name WHEN 2 THEN catalog_id WHEN 3 THEN region WHEN 4 THEN connection_type
             WHEN 5 THEN missing WHEN 6 THEN subnet_id WHEN 7 THEN availability_zone ELSE security_groups END
      FROM network, (SELECT column1 AS p FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8))) WHERE n <= 1000
    UNION ALL
    SELECT 'duplicates', n, p, CASE p WHEN 1 THEN engine WHEN 2 THEN host WHEN 3 THEN port WHEN 4 THEN database
             WHEN 5 THEN instance WHEN 6 THEN connections
             ELSE iif(EXISTS (SELECT 1 FROM secret_text s WHERE instr(names, s.text) > 0), '(secret)', names) END
      FROM duplicates, (SELECT column1 AS p FROM (VALUES (1), (2), (3), (4), (5), (6), (7))) WHERE n <= 1000
    UNION ALL
    SELECT 'endpoints', n, p, CASE p WHEN 1 THEN name WHEN 2 THEN catalog_id WHEN 3 THEN region WHEN 4 THEN connection_type
             WHEN 5 THEN engine WHEN 6 THEN host WHEN 7 THEN port WHEN 8 THEN database ELSE instance END
      FROM endpoints, (SELECT column1 AS p FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9))) WHERE n <= 1000
    UNION ALL
    SELECT 'stale', n, p, CASE p WHEN 1 THEN name WHEN 2 THEN catalog_id WHEN 3 THEN region WHEN 4 THEN connection_type
             WHEN 5 THEN reason WHEN 6 THEN last_updated_time ELSE last_updated_by END
      FROM stale, (SELECT column1 AS p FROM (VALUES (1), (2), (3), (4), (5), (6), (7))) WHERE n <= 1000
    UNION ALL
    SELECT 'changes', n, p, CASE p WHEN 1 THEN name WHEN 2 THEN catalog_id WHEN 3 THEN region WHEN 4 THEN change
             WHEN 5 THEN pointer WHEN 6 THEN before ELSE after END
      FROM changes, (SELECT column1 AS p FROM (VALUES (1), (2), (3), (4), (5), (6), (7))) WHERE n <= 1000
    UNION ALL
    SELECT 'types', n, p, CASE p WHEN 1 THEN label ELSE bar END
      FROM types, (SELECT column1 AS p FROM (VALUES (1), (2))) WHERE n <= 20
    UNION ALL
    SELECT 'places', n, p, CASE p WHEN 1 THEN iif(catalog_id IN secret_text, '(secret)', catalog_id) || ' ' || region ELSE bar END
      FROM places, (SELECT column1 AS p FROM (VALUES (1), (2))) WHERE n <= 20
    UNION ALL
    SELECT 'ages', n, p, CASE p WHEN 1 THEN label ELSE bar END
      FROM ages, (SELECT column1 AS p FROM (VALUES (1), (2)))),

  -- ---- the one place where a text becomes HTML --------------------------------------------------------
  -- Control characters get Unicode's signs for them or U+FFFD, and what is invisible or turns the direction
  -- of a text U+FFFD, so that nothing hides what stands there; but the two that choose between an emoji and a
  -- sign (U+FE0E, U+FE0F). At most 2,000 characters of a text are shown, 28 beside a bar.
  number(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < 495),
  hidden_range(first, last) AS (
    VALUES (1, 31), (127, 159), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
           (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0D), (0xFEFF, 0xFEFF),
           (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE01EF)),
  hidden(i, character, sign) AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY first + i), char(first + i),
           char(CASE WHEN first + i < 32 THEN 0x2400 + first + i WHEN first + i = 127 THEN 0x2421 ELSE 0xFFFD END)
      FROM hidden_range JOIN number ON first + i <= last),
  any_hidden(pattern, rare) AS MATERIALIZED (
    SELECT '*[' || group_concat(char(first) || '-' || char(last), '') || ']*', '*[' || char(0xE0000) || '-' || char(0xE01EF) || ']*'
      FROM hidden_range),
  cut(list, n, position, length, text) AS (
    SELECT list, n, position, length(text), CASE
             WHEN instr(text, char(0)) > 0 THEN substr(text, 1, most - 2) || char(0x2400) || '…' -- substr() ends there
             WHEN length(text) > most THEN substr(text, 1, most - 1) || '…' ELSE text END
      FROM (SELECT list, n, position, iif(list IN ('types', 'places', 'ages'), 28, 2000) AS most,
                   iif(text IN secret_text, '(secret)', text) AS text
              FROM cell)),
  escaped(list, n, position, length, html) AS (
    SELECT list, n, position, length, replace(replace(replace(replace(replace(
             CASE WHEN text GLOB pattern THEN (
               WITH RECURSIVE shown(i, text) AS (
                 SELECT 1, cut.text
                 UNION ALL
                 SELECT shown.i + 1, replace(shown.text, character, sign) FROM shown JOIN hidden ON hidden.i = shown.i
                   WHERE character < char(0xE0000) OR shown.text GLOB rare)
               SELECT text FROM shown ORDER BY i DESC LIMIT 1)
             ELSE text END,
             '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;')
      FROM cut, any_hidden),

  -- ---- rows, then lists and charts -------------------------------------------------------------------
  list_row(list, n, html) AS (
    SELECT list, n, '<tr>' || group_concat(
             iif(length > 60, '<td class="long" tabindex="0">', '<td>') || coalesce(html, ''), '')
      FROM (SELECT * FROM escaped ORDER BY list, n, position) GROUP BY list, n),
  list_body(list, html) AS (
    SELECT list, group_concat(html, char(10)) FROM (SELECT * FROM list_row ORDER BY list, n) GROUP BY list),
  list(place, id, title, question, query, headings, total) AS (
    SELECT 1, 'secrets', 'Where secrets live',
           'In clear means that whoever can read the connection can read the secret: move it to AWS Secrets Manager.',
           'SELECT * FROM report_secrets', 'name,account,region,type,kept,place', (SELECT count(*) FROM secrets)
    UNION ALL
    SELECT 2, 'tls', 'TLS not enforced', 'These may talk in clear, or to a server that nobody has checked.',
           'SELECT * FROM report_tls', 'name,account,region,type,rule,message', (SELECT count(*) FROM tls)
    UNION ALL
    SELECT 3, 'status', 'Failed or in progress', 'What the service has not found ready.',
           'SELECT * FROM connections WHERE status &lt;&gt; &#39;READY&#39;',
           'name,account,region,type,status,reason,last updated', (SELECT count(*) FROM statuses)
    UNION ALL
    SELECT 4, 'tags', 'Tag policy', 'Tags that each connection must have (report_required_tags), and that are not there.',
           'SELECT * FROM report_tag_policy', 'name,account,region,type,missing tag', (SELECT count(*) FROM owners)
    UNION ALL
    SELECT 5, 'rules', 'Findings by rule', 'What lint finds fault with, errors first; then each finding.',
           'SELECT severity, rule, count(*) FROM report_findings GROUP BY 1, 2', 'severity,rule,findings,for example',
           (SELECT count(*) FROM rules)
    UNION ALL
    SELECT 6, 'findings', 'Findings', 'Each with the place in its request.', 'SELECT * FROM report_findings',
           'name,account,region,type,severity,rule,path,message', (SELECT count(*) FROM findings)
    UNION ALL
    SELECT 7, 'changes', 'What has changed', 'Since the inventory that this one was compared with.',
           'SELECT * FROM report_changes', 'name,account,region,change,place,before,after', (SELECT count(*) FROM changes)
    UNION ALL
    SELECT 8, 'network', 'Network', 'Connections in a VPC; without a zone AWS Glue cannot use them.',
           'SELECT * FROM report_network', 'name,account,region,type,missing,subnet,zone,security groups',
           (SELECT count(*) FROM network)
    UNION ALL
    SELECT 9, 'duplicates', 'One database, several connections', 'Connections that lead to the same place.',
           'SELECT * FROM report_duplicates', 'engine,host,port,database,instance,connections,names', (SELECT count(*) FROM duplicates)
    UNION ALL
    SELECT 10, 'endpoints', 'Endpoints', 'Where each connection leads to.', 'SELECT * FROM report_endpoints',
           'name,account,region,type,engine,host,port,database,instance', (SELECT count(*) FROM endpoints)
    UNION ALL
    SELECT 11, 'stale', 'Not cared for', 'Failed, in progress for more than a day, or not updated for a year.',
           'SELECT * FROM report_stale', 'name,account,region,type,reason,last updated,by', (SELECT count(*) FROM stale)),
  section(place, html) AS (
    SELECT place, '<section id="' || id || '"><h2>' || title || ' <span class="count">' || total || '</span></h2><p>' ||
           question || '</p>' || iif(total = 0, '<p class="none">None.</p>',
             '<div class="scroll" role="region" tabindex="0" aria-label="' || title || '"><table><thead><tr><th scope="col">' ||
             replace(headings, ',', '<th scope="col">') || '</thead><tbody>' || char(10) || body.html || '</tbody></table></div>' ||
             iif(total > 1000, '<p>and ' || (total - 1000) || ' more: <code>' || query || '</code></p>', '')) || '</section>'
      FROM list LEFT JOIN list_body AS body ON body.list = list.id WHERE id <> 'changes' OR total > 0),
  bar(list, n, label, amount) AS (
    SELECT list, n, max(iif(position = 1, html, NULL)), CAST(max(iif(position = 2, html, NULL)) AS INTEGER)
      FROM escaped WHERE list IN ('types', 'places', 'ages') GROUP BY list, n),
  chart(list, html, bars) AS (
    SELECT list, group_concat('<text x="0" y="' || (n * 24 - 8) || '">' || label || '</text><rect x="240" y="' || (n * 24 - 20) ||
             '" width="' || max(2, 140 * amount / most) || '" height="15" rx="2"/><text x="' || (246 + max(2, 140 * amount / most)) ||
             '" y="' || (n * 24 - 8) || '">' || amount || '</text>', char(10)), count(*)
      FROM (SELECT list, row_number() OVER (PARTITION BY list ORDER BY n) AS n, label, amount,
                   max(amount) OVER (PARTITION BY list) AS most
              FROM bar ORDER BY list, n)
      GROUP BY list),
  figure(place, html) AS (
    SELECT place, '<figure><figcaption id="chart-' || id || '">' || title || '</figcaption><svg role="img" aria-labelledby="chart-' ||
           id || '" viewBox="0 0 440 ' || (bars * 24) || '">' || char(10) || chart.html || '</svg>' ||
           iif(total > 20, '<p>and ' || (total - 20) || ' more</p>', '') || '</figure>'
      FROM (SELECT 1 AS place, 'types' AS id, 'By type' AS title, (SELECT count(*) FROM types) AS total
            UNION ALL SELECT 2, 'places', 'By account and region', (SELECT count(*) FROM places)
            UNION ALL SELECT 3, 'ages', 'By age of the last update', 0)
      JOIN chart ON chart.list = id),
  tile(place, html) AS (
    SELECT place, '<a class="tile' || iif(amount > 0, ' care', '') || '" href="#' || id || '"><b>' || amount || '</b> ' || title || '</a>'
      FROM (SELECT 1 AS place, 'secrets' AS id, 'with secrets in clear' AS title,
                   (SELECT count(*) FROM (SELECT DISTINCT name, catalog_id, region FROM secrets WHERE kept = 'in clear')) AS amount
            UNION ALL
            SELECT 2, 'tls', 'do not enforce TLS', (SELECT count(*) FROM (SELECT DISTINCT name, catalog_id, region FROM tls))
            UNION ALL SELECT 3, 'status', 'failed or in progress', (SELECT count(*) FROM statuses)
            UNION ALL
            SELECT 4, 'tags', 'without an owner', (SELECT count(*) FROM owners WHERE missing_tag = 'owner')
            UNION ALL
            SELECT 5, 'rules', 'with lint errors', (SELECT count(*) FROM (
              SELECT DISTINCT name, catalog_id, region FROM findings WHERE severity = 'error')))),
  total(connections, accounts, regions) AS (
    SELECT sum(bar), count(DISTINCT catalog_id), count(DISTINCT region) FROM places)

-- ---- the document: the hashes in its policy are those of the style and the script as they stand here ----
SELECT '<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src ''none''; style-src ''sha256-/g02IfzTkTdhMOvgp/ohwXlmJ4ALIPEuczEOCLsVLYA=''; script-src ''sha256-Q8YgVA75ptT8geE1YWUYwdgN7k1nGq2mm9px/zEGZ4o=''; base-uri ''none''; form-action ''none''">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Connections</title>
<style>
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #fff; --line: #d0d7de; --care: #b42318; --bar: #2563a8; --hover: #f3f5f7 }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #a3adb8; --paper: #0d1117; --line: #3a424c; --care: #ff8f85; --bar: #6aa9ee; --hover: #161c24 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1rem; max-width: 90rem; font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
h1 { font-size: 1.6rem; margin: 0 }
h2 { font-size: 1.2rem; margin: 2rem 0 .2rem }
p { margin: .2rem 0 .6rem; color: var(--soft) }
a { color: inherit }
.count { font-weight: normal; color: var(--soft) }
.tiles { display: flex; flex-wrap: wrap; gap: .7rem; margin: 1rem 0 }
.tile { flex: 1 1 9rem; padding: .7rem .9rem; border: 1px solid var(--line); border-radius: 8px; text-decoration: none }
.tile:hover, .tile:focus { border-color: currentColor }
.tile b { display: block; font-size: 1.9rem; line-height: 1.1 }
.care b { color: var(--care) }
.charts { display: flex; flex-wrap: wrap; gap: 1.5rem }
figure { flex: 1 1 22rem; min-width: 0; margin: 0 }
figcaption { font-weight: 600; margin-bottom: .3rem }
svg { width: 100%; max-width: 32rem; font-size: 14px; fill: var(--ink) }
svg rect { fill: var(--bar) }
label { display: block; margin-top: 1.5rem; font-weight: 600 }
input { width: 100%; max-width: 30rem; padding: .5rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 6px }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
th, td { padding: .35rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); unicode-bidi: isolate; overflow-wrap: break-word }
th { white-space: nowrap }
th button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: 0; cursor: pointer }
tbody tr:hover { background: var(--hover) }
.long { min-width: 16rem; max-width: 30rem; overflow-wrap: anywhere; max-height: 3em; overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; border-bottom: 0 }
.long:hover, .long:focus { display: table-cell; -webkit-line-clamp: none; max-height: none; border-bottom: 1px solid var(--line) }
@media print { .scroll { overflow: visible; border: 0 } .long { display: table-cell; max-height: none } label, input { display: none } section { break-inside: auto } tr { break-inside: avoid } }
</style></head><body>
<header><h1>Connections</h1><p>' || coalesce(connections, 0) || ' connections in ' || accounts || iif(accounts = 1, ' account', ' accounts') ||
  ' and ' || regions || iif(regions = 1, ' region', ' regions') || '; made ' || strftime('%Y-%m-%d %H:%M', 'now') || ' UTC</p></header>
<main><nav class="tiles" aria-label="What needs care">' || (SELECT group_concat(html, char(10)) FROM (SELECT html FROM tile ORDER BY place)) ||
  '</nav><div class="charts">' || coalesce((SELECT group_concat(html, char(10)) FROM (SELECT html FROM figure ORDER BY place)), '') ||
  '</div><label for="search" hidden>Show only rows with</label><input id="search" type="search" autocomplete="off" hidden>' || char(10) ||
  (SELECT group_concat(html, char(10)) FROM (SELECT html FROM section ORDER BY place)) || '</main>
<script>
"use strict";
const search = document.getElementById("search");
document.querySelector("label").hidden = search.hidden = false;
search.addEventListener("input", () => {
  const words = search.value.toLowerCase().split(/\s+/);
  for (const row of document.querySelectorAll("tbody tr")) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
  }
});
for (const heading of document.querySelectorAll("th")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...heading.childNodes);
  heading.append(button);
  button.addEventListener("click", () => {
    const descending = heading.getAttribute("aria-sort") === "ascending";
    for (const other of heading.parentNode.children) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const body = heading.closest("table").tBodies[0];
    const text = (row) => row.cells[heading.cellIndex].textContent;
    const rows = [...body.rows].sort((a, b) => text(a).localeCompare(text(b), "en", { numeric: true }));
    body.append(...(descending ? rows.reverse() : rows));
  });
}
</script></body></html>
' AS html
  FROM total;

-- ---- the file ----------------------------------------------------------------------------------------
-- It is read back: a disk that is full is no error to writefile(), and json_extract() says as its error what it is
-- given for a path.
SELECT CASE
    WHEN @out IS NULL THEN 'no file is named: .parameter set @out inventory.html'
    WHEN writefile(@out, html) IS NOT NULL AND (@out = '/dev/null' OR readfile(@out) IS CAST(html AS BLOB)) THEN 'written: ' || @out
    ELSE json_extract('{}', 'could not write ' || @out) END AS page
  FROM (SELECT html FROM report_page LIMIT 1);
