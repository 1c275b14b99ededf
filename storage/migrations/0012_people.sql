-- A link that makes whoever opens it first a member of the desk. Only a hash of it is kept.
CREATE TABLE invitations (
  code_hash {bytes} PRIMARY KEY,
  role TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BIGINT,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  used_by BIGINT
);
CREATE INDEX audit_subject ON audit (subject, id);
CREATE INDEX audit_by ON audit (by_id, id);
