export const roles = [
  { value: 'owner', label: 'Owner', text: 'everything, also other owners' },
  { value: 'admin', label: 'Admin', text: 'settings, members, keys' },
  { value: 'manager', label: 'Manager', text: 'playbooks, surveys, imports, shared views' },
  { value: 'agent', label: 'Agent', text: 'triage, cases, answers' },
  { value: 'viewer', label: 'Viewer', text: 'reads' },
] as const

/** What each role may do. */
export function RoleList() {
  return (
    <dl className="kv mt-6 max-w-2xl">
      {roles.map((role) => (
        <div key={role.value} className="contents">
          <dt>{role.label}</dt>
          <dd>{role.text}</dd>
        </div>
      ))}
    </dl>
  )
}
