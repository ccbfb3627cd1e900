import type { RequestContext } from '../../runtime/http/context';
import { tried } from '../../basics/tried';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import { airudderRequest } from '../client/request';

export interface CustomApiPush {
  workflowId: string;
  nodeId: string;
  callee: string;
  caseId: string | null;
}

/**
 * Asks the vendor about a push of a custom API node. Vendor page api-58679239 (docs/vendors/airudder.md, C9): the
 * request is
 * documented, the reply is not. A confirming envelope is read as yes, a refusing one as no.
 *
 * @param effect `change` asks only once, for a sender that waits meanwhile
 * @throws VendorFailure when the vendor could not be asked
 */
export async function verifyPush(
  context: RequestContext,
  { workflowId, nodeId, callee, caseId }: CustomApiPush,
  timeoutMs?: number,
  effect: 'read' | 'change' = 'read',
): Promise<{ confirmed: boolean; reason: string | null; data: unknown }> {
  const reply = await tried(
    airudderRequest(context, {
      method: 'POST',
      path: '/service/cloud/workflow/apinoticeinfo',
      body: {
        workflow_id: workflowId,
        node_id: nodeId,
        callee,
        ...(caseId === null ? {} : { case_id: caseId }),
      },
      effect,
      timeoutMs,
    }),
  );
  if (reply.ok) return { confirmed: true, reason: null, data: reply.value.data };
  const { error } = reply;
  const refused =
    error instanceof VendorFailure &&
    error.effect === 'none' &&
    !error.transient &&
    error.vendorCode !== undefined &&
    !['401', '403'].includes(error.vendorCode);
  if (!refused) throw error;
  return { confirmed: false, reason: error.advice, data: null };
}
