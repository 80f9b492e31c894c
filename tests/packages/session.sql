-- SPDX-License-Identifier: MIT
-- A password goes in, is sealed, and comes out again. Prints "sealed", "s3cret" and the version.
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012);
INSERT INTO connections(name, connection_type, connection_properties)
  VALUES('orders-db', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:postgresql://db/orders","USERNAME":"app","PASSWORD":"s3cret"}');
SELECT iif(connection_properties LIKE '%"ENCRYPTED_PASSWORD":"%' AND connection_properties NOT LIKE '%s3cret%', 'sealed', connection_properties)
    || ' ' || json_extract(glue_decrypt(request), '$.ConnectionInput.ConnectionProperties.PASSWORD')
    || ' ' || glue_version()
  FROM connections;
