namespace AccessKiosk.Hardware.Cameras.Local;

/// <summary>How a local camera sends its pictures.</summary>
public enum CameraFormat
{
    /// <summary>As the driver has it; MJPG where the rate wanted cannot be had without compression.</summary>
    Auto,

    /// <summary>Every picture a JPEG: the most pictures through USB.</summary>
    Mjpg,

    /// <summary>Uncompressed, two bytes a pixel.</summary>
    Yuyv,

    /// <summary>The same in another order.</summary>
    Uyvy,

    /// <summary>Uncompressed, one and a half bytes a pixel.</summary>
    Nv12,

    /// <summary>Uncompressed grey, one byte a pixel: infrared cameras.</summary>
    Grey,
}
