import { seedAreas } from '#organize/tags/commands.ts'
import { projection } from '#platform/events/event.ts'

export const projections = [projection('workspace.created', seedAreas)]
