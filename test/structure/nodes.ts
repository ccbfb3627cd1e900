import type { INodeType } from 'n8n-workflow';
import { AirudderChatbot } from '../../nodes/Airudder/AirudderChatbot/AirudderChatbot.node';
import { resources as chatbotResources } from '../../nodes/Airudder/AirudderChatbot/actions/resources';
import { AirudderInbound } from '../../nodes/Airudder/AirudderInbound/AirudderInbound.node';
import { resources as inboundResources } from '../../nodes/Airudder/AirudderInbound/actions/resources';
import { AirudderTask } from '../../nodes/Airudder/AirudderTask/AirudderTask.node';
import { resources as taskResources } from '../../nodes/Airudder/AirudderTask/actions/resources';
import { AirudderWorkflow } from '../../nodes/Airudder/AirudderWorkflow/AirudderWorkflow.node';
import { resources as workflowResources } from '../../nodes/Airudder/AirudderWorkflow/actions/resources';
import { AirudderChatbotTrigger } from '../../nodes/Airudder/AirudderChatbotTrigger/AirudderChatbotTrigger.node';
import { AirudderInboundTrigger } from '../../nodes/Airudder/AirudderInboundTrigger/AirudderInboundTrigger.node';
import { AirudderTaskTrigger } from '../../nodes/Airudder/AirudderTaskTrigger/AirudderTaskTrigger.node';
import { AirudderWorkflowTrigger } from '../../nodes/Airudder/AirudderWorkflowTrigger/AirudderWorkflowTrigger.node';
import { SobotICall } from '../../nodes/Sobot/SobotICall/SobotICall.node';
import { resources as sobotResources } from '../../nodes/Sobot/SobotICall/actions/resources';
import { SobotICallPollTrigger } from '../../nodes/Sobot/SobotICallPollTrigger/SobotICallPollTrigger.node';
import { SobotICallTrigger } from '../../nodes/Sobot/SobotICallTrigger/SobotICallTrigger.node';
import type { Resource } from '../../nodes/runtime/operation/operation';

interface ActionNode {
  name: string;
  node: INodeType;
  folder: string;
  resources: readonly Resource[];
  /** Its page in docs. */
  page: string;
}

function actionNode(
  node: INodeType,
  folder: string,
  resources: readonly Resource[],
  page: string,
): ActionNode {
  return { name: node.description.displayName, node, folder, resources, page };
}

/** Every node with resources and operations. */
export const ACTION_NODES: ActionNode[] = [
  actionNode(
    new AirudderChatbot(),
    'nodes/Airudder/AirudderChatbot',
    chatbotResources,
    'docs/airudder-chatbot.md',
  ),
  actionNode(
    new AirudderInbound(),
    'nodes/Airudder/AirudderInbound',
    inboundResources,
    'docs/airudder-inbound.md',
  ),
  actionNode(
    new AirudderTask(),
    'nodes/Airudder/AirudderTask',
    taskResources,
    'docs/airudder-task.md',
  ),
  actionNode(
    new AirudderWorkflow(),
    'nodes/Airudder/AirudderWorkflow',
    workflowResources,
    'docs/airudder-workflow.md',
  ),
  actionNode(new SobotICall(), 'nodes/Sobot/SobotICall', sobotResources, 'docs/sobot-icall.md'),
];

/** Every trigger, with its page in docs. */
export const TRIGGERS: Array<{ node: INodeType; page: string }> = [
  { node: new AirudderChatbotTrigger(), page: 'docs/airudder-chatbot-trigger.md' },
  { node: new AirudderInboundTrigger(), page: 'docs/airudder-inbound-trigger.md' },
  { node: new AirudderTaskTrigger(), page: 'docs/airudder-task-trigger.md' },
  { node: new AirudderWorkflowTrigger(), page: 'docs/airudder-workflow-trigger.md' },
  { node: new SobotICallPollTrigger(), page: 'docs/sobot-icall-poll-trigger.md' },
  { node: new SobotICallTrigger(), page: 'docs/sobot-icall-trigger.md' },
];

/** Every node of the package. */
export const NODES: INodeType[] = [...ACTION_NODES, ...TRIGGERS].map(({ node }) => node);
