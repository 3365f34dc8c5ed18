-- When a contract was to be renewed, as it was known then: what goes with a renewal that was not made is asked of the
-- past, in which the date was another. Rows of before say nothing of it, except that the newest of each account does.
alter table account_history add column renewal_on date;
update account_history h set renewal_on = a.renewal_on
from accounts a
where a.workspace_id = h.workspace_id and a.id = h.account_id and a.renewal_on is not null
  and h.id = (
    select n.id from account_history n where n.workspace_id = h.workspace_id and n.account_id = h.account_id
    order by n.valid_at desc, n.id desc limit 1);

-- Who left when, without reading how everybody else stood.
create index account_history_churned on account_history (workspace_id, valid_at, account_id) where lifecycle = 'churned';
