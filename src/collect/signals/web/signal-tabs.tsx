import { Tabs } from '#platform/web/tabs.tsx'

/** The four sides of signals. */
export function SignalTabs({ current }: { current: 'features' | 'accounts' | 'rules' | 'unknown' }) {
  return (
    <Tabs
      label="Signals"
      current={current}
      tabs={[
        { key: 'features', label: 'Features', to: 'signals' },
        { key: 'accounts', label: 'Accounts', to: 'signals/accounts' },
        { key: 'rules', label: 'Rules', to: 'signals/rules' },
        { key: 'unknown', label: 'Not known', to: 'signals/unknown' },
      ]}
    />
  )
}
