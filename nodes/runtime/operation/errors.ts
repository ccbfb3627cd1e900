import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { VendorFailure } from '../http/vendor-failure';

/**
 * Turns any error into n8n's own, naming the item it belongs to. What the vendor said comes as
 * `NodeApiError`, what the user can correct as `NodeOperationError`.
 *
 * Of a failed request nothing but the texts we wrote is carried over: n8n's own request errors hold the
 * whole URL, and with it the credentials, so `exchange` lets none of them through.
 */
export function toNodeError(
  node: INode,
  error: unknown,
  itemIndex?: number,
): NodeApiError | NodeOperationError {
  if (error instanceof VendorFailure) {
    return new NodeApiError(
      node,
      { message: error.message },
      {
        message: error.message,
        description: error.advice,
        httpCode: error.httpStatus === undefined ? undefined : String(error.httpStatus),
        itemIndex,
      },
    );
  }
  if (error instanceof InvalidInput) {
    return new NodeOperationError(node, error.message, {
      description: error.advice,
      itemIndex: error.itemIndex ?? itemIndex,
    });
  }
  if (error instanceof NodeApiError || error instanceof NodeOperationError) {
    if (itemIndex !== undefined) error.context.itemIndex ??= itemIndex;
    return error;
  }
  return new NodeOperationError(node, error instanceof Error ? error.message : String(error), {
    itemIndex,
  });
}
