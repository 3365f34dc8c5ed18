-- What the filters on its way said of a mail: how likely it is spam, and the header that said so.
alter table inbound_mails add column spam_score real;
alter table inbound_mails add column spam_says text;
alter table inbound_mails add constraint inbound_mails_spam_said check ((spam_score is null) = (spam_says is null));
