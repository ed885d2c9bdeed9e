namespace AccessKiosk.Web.People.Consents;

/// <summary>How the face comes to the kiosk: the text says what is taken and kept.</summary>
public enum ConsentWay
{
    /// <summary>Before the kiosk's own camera; no picture is kept.</summary>
    Camera,

    /// <summary>Pictures taken at the desk, kept until they are reviewed.</summary>
    Pictures,

    /// <summary>Pictures that an invited person takes, kept until they are reviewed.</summary>
    Invitation,
}
