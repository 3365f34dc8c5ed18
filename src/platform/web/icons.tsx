const paths = {
  check: 'M3 8.5 6.5 12 13 4.5',
  down: 'M4 6l4 4 4-4',
  next: 'M6 4l4 4-4 4',
  back: 'M10 4L6 8l4 4',
  today: 'M8 4.5V8l2.2 1.6M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z',
  inbox: 'M2 9.5h3.2l1 1.8h3.6l1-1.8H14M2 9.5 3.8 3h8.4L14 9.5V13H2z',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.4 10.4 14 14',
  case: 'M2.5 5h11v8h-11zM6 5V3h4v2M2.5 8.5h11',
  account: 'M2.5 13.5v-11h6v11M8.5 6.5h5v7M1.5 13.5h13M5 5.5h1M5 8.5h1',
  settings:
    'M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M3.6 12.4 5 11M11 5l1.4-1.4',
  close: 'M4 4l8 8M12 4l-8 8',
  survey: 'M3 2h10v12H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
  mail: 'M2 3.5h12v9H2zM2.3 4 8 8.7 13.7 4',
  flag: 'M4 14V2.5h8l-1.5 3L12 8.5H4',
  person: 'M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8zM2.8 14c.6-2.6 2.7-4 5.2-4s4.6 1.4 5.2 4',
  widget: 'M2 3h12v10H2zM9 8h5M9 8v5',
  plus: 'M8 3v10M3 8h10',
  phone: 'M4 2h2.2l1 3-1.4 1.2a8 8 0 0 0 4 4L11 8.8l3 1V12a2 2 0 0 1-2 2A10 10 0 0 1 2 4a2 2 0 0 1 2-2z',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  lock: 'M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  chat: 'M2.5 3h11v8H7l-3 2.5V11H2.5z',
  ticket: 'M2 4h12v2.5a1.5 1.5 0 0 0 0 3V12H2V9.5a1.5 1.5 0 0 0 0-3zM9.5 4v8',
  branch:
    'M4.5 3v7M4.5 6.5h4a3 3 0 0 1 3 3v.5M3 11.5a1.5 1.5 0 1 0 3 0 1.5 1.5 0 0 0-3 0zM10 11.5a1.5 1.5 0 1 0 3 0 1.5 1.5 0 0 0-3 0z',
  star: 'M8 2l1.8 3.8 4.2.5-3.1 2.9.8 4.1L8 11.3l-3.7 2 .8-4.1L2 6.3l4.2-.5z',
  warning: 'M8 2.5 14.5 13.5h-13zM8 6.5v3M8 11.6h.01',
  reply: 'M6.5 4 3 7.5 6.5 11M3 7.5h6a4 4 0 0 1 4 4v1',
  merge: 'M4 2.5v3a4 4 0 0 0 4 4 4 4 0 0 0 4-4v-3M8 9.5v4',
  note: 'M3 3h10v7l-3 3H3zM10 13v-3h3',
  send: 'M14 2 2 7l4.5 2.5L9 14z',
  signal: 'M1.5 8.5h3l1.7-5 3 9.5 1.9-6 .9 1.5h2.5',
  link: 'M6.5 9.5l3-3M7 4.5l1.2-1.2a2.8 2.8 0 0 1 4 4L11 8.5M9 11.5l-1.2 1.2a2.8 2.8 0 0 1-4-4L5 7.5',
  up: 'M8 13V3M4 7l4-4 4 4',
  grip: 'M6 4h.01M6 8h.01M6 12h.01M10 4h.01M10 8h.01M10 12h.01',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  print: 'M4.5 6V2.5h7V6M4.5 11.5H2.5V6h11v5.5h-2M4.5 9.5h7v4h-7z',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  tag: 'M2.5 2.5H8l5.5 5.5L8 13.5 2.5 8zM5.3 5.3h.01',
  chart: 'M2 13.5h12M4 13.5V3.5M8 13.5v-3M12 13.5v-2',
  offline: 'M2 2l12 12M5 9a4.5 4.5 0 0 1 2-1M3 6.8a8 8 0 0 1 2.2-1.4M8.2 5a7.4 7.4 0 0 1 4.8 1.8M8 12h.01',
  external: 'M6 4H3v9h9v-3M9 3h4v4M13 3 7.5 8.5',
  bell: 'M3.5 11.5c1-1 1-2 1-4a3.5 3.5 0 0 1 7 0c0 2 0 3 1 4zM6.8 13.5h2.4',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  bug: 'M5 6a3 3 0 0 1 6 0v4a3 3 0 0 1-6 0zM2.5 8.5H5M11 8.5h2.5M3 4l2 1.5M13 4l-2 1.5M3 13l2-1.5M13 13l-2-1.5',
  bulb: 'M6 11.5a4 4 0 1 1 4 0V13H6zM6.5 14.5h3',
} as const

export type IconName = keyof typeof paths

/** A line icon of 16 px (14 with `small`). Decoration: the words beside it say the same. */
export function Icon({ name, small, className }: { name: IconName; small?: boolean; className?: string }) {
  return (
    <svg
      className={`i${small ? ' s' : ''}${className ? ` ${className}` : ''}`}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}

/** The mark: an almost closed loop with the link that closes it. */
export function Logo({ size = 18 }: { size?: number }) {
  return (
    <svg
      className="flex-none text-accent"
      width={size}
      height={size}
      viewBox="0 0 18 18"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
    >
      <path d="M12.9 4.2A6.2 6.2 0 1 0 15.2 9" />
      <circle cx="15" cy="5.4" r="1.7" fill="currentColor" stroke="none" />
    </svg>
  )
}

/** The disc with a bar that says late. */
export function LateMark({ size = 12 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true" className="flex-none">
      <circle cx="6" cy="6" r="6" fill="var(--sla-late-mark)" />
      <path d="M6 2.8v3.6M6 8.9v.1" stroke="var(--on-late)" strokeWidth="1.6" strokeLinecap="round" />
    </svg>
  )
}

const channels: Record<string, IconName> = {
  email: 'mail',
  mail: 'mail',
  widget: 'widget',
  survey: 'survey',
  review: 'star',
  app_store: 'star',
  phone: 'phone',
  call: 'phone',
  meeting: 'calendar',
  chat: 'chat',
  sms: 'chat',
  support: 'ticket',
  ticket: 'ticket',
  signal: 'signal',
  social: 'chat',
  check_in: 'survey',
  import: 'file',
}

/** The icon of a channel; an unknown channel gets the plain sheet. */
export function channelIcon(channel: string): IconName {
  return channels[channel] ?? 'file'
}
