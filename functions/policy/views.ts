import { digitView } from './digit-view.ts'
import type { LooseView } from './reading.ts'
import { reversedView } from './reversed-view.ts'
import { soundView } from './sound-view.ts'
import { splitView } from './split-view.ts'

/** How a text is read besides as it stands. Of what several find at the same place, the first gives the name. */
export const looseViews: readonly LooseView[] = [soundView, digitView, splitView, reversedView]
