.load dist/glue_connections
.print --- a keyring, its keys, the default one: no editing of files
SELECT glue_keyring('@TMP@/keyring');
SELECT count(*) FROM glue_keys;
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/2026'), glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/2027');
SELECT * FROM glue_keys;
SELECT glue_default_key('arn:aws:kms:eu-west-1:123456789012:key/2027');
SELECT * FROM glue_keys WHERE is_default;
SELECT glue_default_key('arn:aws:kms:eu-west-1:123456789012:key/2027'), glue_default_key('arn:aws:kms:eu-west-1:123456789012:key/2026');
SELECT a.arn, b.arn FROM glue_keys a JOIN glue_keys b ON b.arn > a.arn;
SELECT glue_default_key('arn:aws:kms:eu-west-1:123456789012:key/none');
SELECT glue_default_key(NULL);
SELECT glue_create_key('no key');
.print --- the table remembers which one it last sealed with by default
CREATE VIRTUAL TABLE c USING glue_connections;
INSERT INTO c(name, connection_type, connection_properties) VALUES('a', 'CUSTOM', '{"PASSWORD":"one"}');
SELECT value FROM c_config WHERE key = 'default_key';
.print --- rotation: a new key, the default one, everything sealed with it
SELECT glue_default_key(glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/2028'));
INSERT INTO c(c) VALUES('rekey');
SELECT arn, is_default, value FROM glue_keys LEFT JOIN c_config ON key = 'default_key' AND value = arn;
SELECT connection_properties ->> 'ENCRYPTED_PASSWORD' LIKE '%key/2028:%', glue_decrypt(connection_properties, catalog_id, region, name) FROM c;
.print --- a keyring without it seals nothing by default, and says what to do
SELECT glue_keyring('@TMP@/another'), glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/other');
INSERT INTO c(name, connection_type, connection_properties) VALUES('b', 'CUSTOM', '{"PASSWORD":"two"}');
UPDATE c SET name = 'c';
INSERT INTO c(c) VALUES('rekey');
INSERT INTO c(c) VALUES('default-key=arn:aws:kms:eu-west-1:123456789012:key/2028');
.print --- what names its key, and what seals nothing, is not concerned
INSERT INTO c(name, connection_type, connection_properties, authentication_configuration) VALUES('n', 'CUSTOM', '{"PASSWORD":"p"}', '{"KmsKeyArn":"arn:aws:kms:eu-west-1:123456789012:key/other"}');
UPDATE c SET description = 'd';
SELECT name, description FROM c;
INSERT INTO c(c) VALUES('integrity-check');
.print --- going on with another one: the secrets of the first keyring stay its own
INSERT INTO c(c) VALUES('default-key=arn:aws:kms:eu-west-1:123456789012:key/other');
INSERT INTO c(name, connection_type, connection_properties) VALUES('b', 'CUSTOM', '{"PASSWORD":"two"}');
SELECT name, connection_properties ->> 'ENCRYPTED_PASSWORD' LIKE '%key/other:%' FROM c;
INSERT INTO c(c) VALUES('integrity-check');
SELECT glue_decrypt(request) FROM c WHERE name = 'a';
.print --- a keyring that cannot be used has no keys to show
.shell chmod 644 '@TMP@/another'
SELECT * FROM glue_keys;
SELECT glue_default_key('arn:aws:kms:eu-west-1:123456789012:key/other');
.print --- only the top level of a statement may ask
CREATE VIEW leak AS SELECT * FROM glue_keys;
SELECT * FROM leak;
