-- Somebody invited proposes another time (RFC 5546, COUNTER): their answer, with the time they would have it.
alter table meeting_invitees
  add column proposed_starts_at timestamptz,
  add column proposed_ends_at timestamptz,
  drop constraint meeting_invitees_answer_known,
  add constraint meeting_invitees_answer_known
    check (answer in ('none', 'accepted', 'declined', 'tentative', 'proposed')),
  add constraint meeting_invitees_proposal
    check ((answer = 'proposed') = (proposed_starts_at is not null)
      and (proposed_starts_at is null) = (proposed_ends_at is null)
      and proposed_ends_at > proposed_starts_at);
