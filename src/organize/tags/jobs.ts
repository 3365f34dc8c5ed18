import { seedAreas } from '#organize/tags/commands.ts'
import { tagImported } from '#organize/tags/imported.ts'
import { consumer, projection } from '#platform/events/event.ts'

export const projections = [projection('workspace.created', seedAreas)]

export const consumers = [consumer('organize/tags', { 'feedback.received': tagImported })]
