/** What trends are told apart by. */
export const dimensions = ['type', 'priority', 'area', 'channel', 'segment', 'tag'] as const
export type Dimension = (typeof dimensions)[number]

export const dimensionWords: Record<Dimension, string> = {
  type: 'Type',
  priority: 'Priority',
  area: 'Product area',
  channel: 'Channel',
  segment: 'Segment',
  tag: 'Topic',
}

/** An item may have several tags; of everything else it has one, so that the rows add up. */
export const addsUp = (by: Dimension): boolean => by !== 'tag'
