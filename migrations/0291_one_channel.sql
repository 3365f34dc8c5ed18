-- One column says how an answer came in: the channel. Who wrote it down follows from it.
-- Results were counted by the other column: answers that differ are counted again, by events that name them.
insert into events (workspace_id, id, type, subject_id, actor_kind, payload, request_id, at)
select workspace_id, gen_random_uuid(), 'response.recorded', (array_agg(id))[1], 'job', jsonb_build_object('responseIds', jsonb_agg(id)),
  'migration', now()
from (select workspace_id, id, row_number() over (partition by workspace_id order by id) / 500 as batch from responses
  where channel <> entry) r
group by workspace_id, batch;

-- Nobody told the sums of those who were shown a survey or called.
insert into events (workspace_id, id, type, subject_id, actor_kind, payload, request_id, at)
select workspace_id, gen_random_uuid(), 'invitation.recorded', (array_agg(id))[1], 'job', jsonb_build_object('invitationIds', jsonb_agg(id)),
  'migration', now()
from (select workspace_id, id, row_number() over (partition by workspace_id order by id) / 500 as batch from invitations
  where channel in ('in_app', 'phone') and delivered_at is not null) i
group by workspace_id, batch;

alter table responses drop column entry;
alter table responses alter column channel drop default;
