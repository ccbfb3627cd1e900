import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { toFields, toText } from '../../basics/values';
import { wallClock } from '../../runtime/fields/instants';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import { airudderRequest } from '../client/request';
import { NAIVE_TIME } from './create-task';
import type { InstanceSettings } from './instances';

export interface NewInstance {
  templateId: number;
  name: string;
  endMs: number;
  /** Fields of the vendor's that have none here; they win over the others. */
  more: IDataObject;
}

/**
 * Creates an instance. @returns its id
 *
 * @throws VendorFailure, with `effect` `unknown` when it may exist now
 */
export async function createInstance(
  context: IExecuteFunctions,
  instance: NewInstance,
  contacts: IDataObject[],
  { zone, timeoutMs }: Pick<InstanceSettings, 'zone' | 'timeoutMs'>,
): Promise<string> {
  const reply = await airudderRequest(context, {
    method: 'POST',
    path: '/service/cloud/workflow/createinstance',
    body: {
      workflow_template_id: instance.templateId,
      name: instance.name,
      end_time: wallClock(instance.endMs, zone, `${NAIVE_TIME}ZZ`),
      ...instance.more,
      ...(contacts.length === 0 ? {} : { details: contacts }),
    },
    effect: 'change',
    timeoutMs,
  });
  const workflowId = toText(toFields(reply.data).workflow_id);
  if (workflowId === null) {
    throw new VendorFailure('AIRUDDER confirmed the workflow instance but gave no ID of it', {
      effect: 'unknown',
    });
  }
  return workflowId;
}
