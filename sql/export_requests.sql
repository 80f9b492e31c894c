-- SPDX-License-Identifier: MIT
-- Writes the connections of the table `connections` into a file: as requests, one on each line (JSON
-- Lines), as for `aws glue create-connection --cli-input-json`; or, where the name of the file ends
-- with .sh, as a shell script that creates them with the AWS CLI.
--
--   sqlite> .parameter set @out requests.jsonl
--   sqlite> .read sql/export_requests.sql
--
-- Secrets go out as placeholders: PASSWORD as ${secret:PASSWORD}, credentials as a SecretArn that ends
-- with ${secret:credentials} unless the connection has one.
--   .parameter set @secrets decrypt   in clear, in a file of mode 0600
--   .parameter set @secrets sealed    as they are, for an import into the same catalog with the same
--                                     keyring; mode 0600 too
--   .parameter unset @secrets         as placeholders again
--
-- The script gives its arguments to every call: `sh create.sh --profile prod --region eu-west-1`. It
-- does nothing while there are placeholders in it, goes on where one call fails, and then ends with 1.
-- Each request is passed in a temporary file that nobody else can read.
--
-- A TEMP VIEW named `connections` chooses some of the connections, or another table (sql/import.sql).

SELECT CASE
    WHEN @out IS NULL THEN 'no file is named: .parameter set @out NAME'
    WHEN @secrets NOT IN ('decrypt', 'sealed') THEN '@secrets is not decrypt or sealed: secrets go out as placeholders'
    ELSE 'the file is in UTF-16, as the database is' END AS warning
  FROM pragma_encoding WHERE @out IS NULL OR @secrets NOT IN ('decrypt', 'sealed') OR encoding <> 'UTF-8';

WITH
  export(request) AS (
    SELECT CASE
        WHEN @secrets = 'decrypt' THEN glue_decrypt(request)
        WHEN @secrets = 'sealed' OR instr(request, 'glue-connections:') = 0 THEN request
        ELSE json_set(
          iif(credentials IS NULL, request, json_set(
            json_remove(request, '$.ConnectionInput.AuthenticationConfiguration.EncryptedCredentials'),
            '$.ConnectionInput.AuthenticationConfiguration.SecretArn',
            coalesce(authentication_configuration ->> '$.SecretArn',
                     'arn:aws:secretsmanager:${secret:credentials}'))),
          '$.ConnectionInput.ConnectionProperties', json((
            SELECT json_group_object(iif(sealed, substr(key, 11), key), -- without ENCRYPTED_
                                     iif(sealed, '${secret:' || substr(key, 11) || '}', value))
              FROM (SELECT key, value, key GLOB 'ENCRYPTED_*' AND value GLOB 'glue-connections:*' AS sealed
                      FROM json_each(connection_properties))))) END
      FROM connections ORDER BY name, catalog_id),
  document(connections, text) AS MATERIALIZED (
    SELECT count(*), CASE
        WHEN @out NOT LIKE '%.sh' THEN coalesce(group_concat(request || char(10), ''), '')
        ELSE '#!/bin/sh
# Creates ' || count(*) || ' connections in AWS Glue. The arguments go to the AWS CLI: --region, --profile, ...
' || iif(max(request LIKE '%${secret:%'), 'if grep -q ''[$]{secret:'' "$0"; then
  echo "first put the secrets in the place of their placeholders" >&2
  exit 1
fi
', '') || 'umask 077
request=$(mktemp) || exit 1
trap ''rm -f "$request"'' EXIT
trap ''exit 1'' HUP INT TERM
export AWS_CLI_FILE_ENCODING=UTF-8
failed=0
create() {
  cat > "$request" && aws glue create-connection --cli-input-json "file://$request" "$@" || failed=1
}
' || coalesce(group_concat('create "$@" <<''REQUEST''
' || request || '
REQUEST
', ''), '') || 'exit $failed
' END
      FROM export)
-- A file with secrets is its owner's alone (mode 0600) before the first of them is in it. It is read
-- back: a disk that is full is no error to writefile().
SELECT connections, CASE -- one after the other
    WHEN writefile(@out, '', iif(@secrets IS NULL OR @out GLOB '/dev/*', 0, 33152)) <> 0 THEN NULL
    WHEN writefile(@out, text, 0) IS NULL THEN NULL
    WHEN readfile(@out) IS CAST(text AS BLOB) THEN length(CAST(text AS BLOB))
    ELSE 'could not write ' || @out END AS bytes
  FROM document WHERE @out IS NOT NULL;
