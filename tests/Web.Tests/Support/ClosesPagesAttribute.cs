using System.Reflection;
using Xunit.v3;

[assembly: AccessKiosk.Web.Tests.Support.ClosesPages]

namespace AccessKiosk.Web.Tests.Support;

/// <summary>Closes the pages of a test when it has ended, so that no other test shares its kiosk with them.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class ClosesPagesAttribute : BeforeAfterTestAttribute
{
    // Called on the thread that reads the browser's answers: waiting for one here would wait for ever.
    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Browser.Leave(test);
}
