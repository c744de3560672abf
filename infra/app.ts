import { App } from 'aws-cdk-lib'
import { ReviewChannelStack } from './review-channel-stack.ts'
import { parseSettings } from './settings.ts'
import { nameStack } from './stack-name.ts'

// Without analytics the template holds nothing but what is asked for, and no list of regions.
const app = new App({ analyticsReporting: false })
const settings = parseSettings(app.node.getAllContext())

new ReviewChannelStack(app, nameStack(settings.channel), settings)
