namespace AccessKiosk.Vision.Models;

/// <summary>Names of the models, as in the manifest.</summary>
public static class ModelId
{
    /// <summary>BlazeFace for near faces (Bazarevsky et al. 2019).</summary>
    public const string BlazeFaceFront = "blazeface-front";

    /// <summary>BlazeFace with twice the resolution, for farther faces.</summary>
    public const string BlazeFaceBack = "blazeface-back";

    /// <summary>MTCNN's proposal network (Zhang et al. 2016).</summary>
    public const string MtcnnProposal = "mtcnn-pnet";

    /// <summary>MTCNN's refinement network.</summary>
    public const string MtcnnRefine = "mtcnn-rnet";

    /// <summary>MTCNN's output network: box, score and five points.</summary>
    public const string MtcnnOutput = "mtcnn-onet";

    /// <summary>468-point face mesh (Kartynnik et al. 2019).</summary>
    public const string FaceMesh = "face-mesh";

    /// <summary>ArcFace embedder with a MobileFaceNet backbone (Deng et al. 2019, Chen et al. 2018).</summary>
    public const string Embedder = "arcface-mobilefacenet";

    /// <summary>Texture classifier of the MiniFASNet family.</summary>
    public const string TextureLiveness = "texture-liveness";

    /// <summary>Lid contour and iris of one eye (Ablavatski et al. 2020).</summary>
    public const string Iris = "iris";
}
