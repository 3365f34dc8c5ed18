-- An announcement writes who is behind it and what each was told by the thousand, too: without statistics the database looked
-- through all that was sent for each person anew.
create or replace function take_statistics(tables text[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  name text;
begin
  foreach name in array tables loop
    if name not in ('accounts', 'announcement_people', 'contacts', 'feedback_items', 'invitations', 'mails', 'sms_messages', 'updates') then
      raise exception 'statistics of % are not taken this way', name;
    end if;
    execute format('analyze public.%I', name);
  end loop;
end $$;
