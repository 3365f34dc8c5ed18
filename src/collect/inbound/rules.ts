/** What a mapping can find in the JSON of another system. */
export const places = [
  'text',
  'title',
  'author',
  'authorId',
  'email',
  'account',
  'time',
  'externalId',
  'channel',
  'url',
] as const
export type Place = (typeof places)[number]
