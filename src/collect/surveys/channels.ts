/** The ways a survey reaches somebody, and how their answer may be written down for them. */
export const channels = [
  'mail',
  'sms',
  'in_app',
  'link',
  'kiosk',
  'embed',
  'phone',
  'interview',
  'in_person',
  'import',
] as const
export type Channel = (typeof channels)[number]

/** The ways somebody is asked. */
export const invitationChannels = ['mail', 'sms', 'in_app', 'phone'] as const satisfies Channel[]
export type InvitationChannel = (typeof invitationChannels)[number]

export const channelWords: Record<Channel, string> = {
  mail: 'By mail',
  sms: 'By text message',
  in_app: 'In the product',
  link: 'By link',
  kiosk: 'At a kiosk',
  embed: 'In a frame',
  phone: 'By phone',
  interview: 'In an interview',
  in_person: 'In person',
  import: 'Imported',
}

/** Whether a text of an address names a channel. */
export function isChannel(text: string | undefined): text is Channel {
  return channels.some((one) => one === text)
}
