namespace AccessKiosk.Vision.Models;

/// <summary>ONNX Runtime's execution provider. One that cannot load is an error, never a silent step back to the CPU.</summary>
public enum InferenceProvider
{
    /// <summary>The processor; always there.</summary>
    Cpu,

    /// <summary>NVIDIA CUDA and cuDNN.</summary>
    Cuda,

    /// <summary>NVIDIA TensorRT; engines are built at first start and cached.</summary>
    TensorRt,
}
