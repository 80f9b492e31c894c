-- References that only a template can resolve: a warning of their own, and none about the form of
-- what they stand for.
.load dist/glue_connections
.mode list
SELECT f.rule, f.path FROM glue_lint('{
  "CatalogId": "${Ref:AWS::AccountId}",
  "ConnectionInput": {
    "Name": "${Ref:Environment}-orders", "ConnectionType": "JDBC",
    "Description": "of ${var.team}",
    "MatchCriteria": ["${Ref:A}"],
    "ConnectionProperties": {
      "JDBC_CONNECTION_URL": "jdbc:postgresql://${Ref:Database.Endpoint.Address}:${Ref:Database.Endpoint.Port}/orders",
      "KAFKA_SASL_MECHANISM": "${FindInMap:Mechanisms,${Ref:AWS::Region},Kafka}",
      "KAFKA_BOOTSTRAP_SERVERS": "${Ref:Brokers}",
      "PORT": "${unknown:connection_properties.PORT}",
      "JDBC_ENFORCE_SSL": "{{resolve:ssm:/tls}}",
      "USERNAME": "{{resolve:secretsmanager:orders:SecretString:username}}",
      "PASSWORD": "{{resolve:secretsmanager:orders:SecretString:password}}"},
    "SparkProperties": {"sfPassword": "${data.aws_secretsmanager_secret_version.sf.secret_string}"},
    "PhysicalConnectionRequirements": {
      "SubnetId": "${Ref:Subnet}", "SecurityGroupIdList": ["sg-0123", "${Ref:Group.GroupId}"],
      "AvailabilityZone": "${Select:0,${GetAZs:}}"},
    "AuthenticationConfiguration": {"SecretArn": "arn:aws:secretsmanager:${Ref:Secret}"}},
  "Tags": {"env": "${Ref:Environment}"}}') f;
.print -- what connectors fill in themselves is none, nor is what only looks like one
SELECT f.rule, f.path FROM glue_lint('{"ConnectionInput": {"Name": "${", "ConnectionType": "CUSTOM",
    "Description": "$ {Ref:X}, ${}, ${:}, {Ref:X}, {{resolve, {{x}}, ${Ref:",
    "ConnectionProperties": {
      "JDBC_CONNECTION_URL": "jdbc:snowflake://example.com/?user=${user}&password=${password}",
      "CONNECTOR_TYPE": "Jdbc"}}}') f;
.print -- URLs with references are taken apart
.headers on
SELECT u.value AS url, p.engine, p.host, p.port, p.database, p.user, p.has_password AS pw
  FROM json_each('[
    "jdbc:postgresql://${Ref:Db.Endpoint.Address}:5432/${Ref:DbName}",
    "jdbc:mysql://{{resolve:ssm:/db/host}}:{{resolve:ssm:/db/port}}/x?a=b",
    "jdbc:postgresql://app:${Ref:Password}@${Ref:AWS::Region}.example.com/a",
    "jdbc:sqlserver://${Ref:Db.Endpoint.Address}:1433;databaseName=${Ref:Name};user={a;b}",
    "b-1.${Ref:Msk}:9092,${Ref:B}:${Ref:Port}",
    "mongodb://${Join:,,${Ref:Hosts}}/docs",
    "${Ref:Url}", "{{resolve:ssm:/url}}", "jdbc:mysql://${Ref:Open/x"]') u, glue_jdbc_url(u.value) p;
.print '--- what only begins like a reference: half of a function, a name of more than a line, no value'
SELECT replace(value, char(10), '|') AS name, group_concat(f.rule) AS rules FROM json_each(json_array('${Sub:', '${Join:[', '${Ref:a' || char(10) || 'b}', '{{}}', '{{}', '${terraform:a' || char(10) || 'b}', '${Sub:"a"}')) v
  LEFT JOIN glue_lint(json_object('Name', v.value, 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}'))) f GROUP BY v.key;
