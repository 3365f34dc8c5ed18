-- Whether the workspace's own mail server could prove who sent a mail, and what it wrote; null: it said nothing.
alter table inbound_mails add column is_proven boolean;
alter table inbound_mails add column proof_says text;
alter table inbound_mails add constraint inbound_mails_proof_said check ((is_proven is null) = (proof_says is null));
