"""Write a trained encoder as int8 numbers for onnxruntime."""

import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from classify.encoder.encoder import BIAS, WEIGHTS
from classify.encoder.network import Network

_OPSET = 17


def export(network: Network, folder: Path) -> None:
    """Write the encoder and its biases into a folder."""
    network.eval()
    with tempfile.TemporaryDirectory() as held:
        whole = Path(held) / WEIGHTS
        names = {"input_names": ["pieces"], "output_names": ["tokens"]}
        axes = {"pieces": {0: "windows", 1: "pieces"}, "tokens": {0: "windows", 1: "pieces"}}
        example = (torch.arange(10, 50)[None],)
        torch.onnx.export(network, example, str(whole), **names, dynamic_axes=axes, opset_version=_OPSET, dynamo=False)
        quantize_dynamic(whole, folder / WEIGHTS, weight_type=QuantType.QInt8, per_channel=True)
    np.save(folder / BIAS, network.bias.detach().numpy())
