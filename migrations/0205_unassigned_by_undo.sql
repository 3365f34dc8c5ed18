-- Items that the undo of a change left to nobody, because whoever had them before has left the workspace.
alter table inbox_changes add column unassigned integer not null default 0;
