import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.ExcC14NParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Verifies and makes signatures with Java's XML signature interface: the JDK's own implementation, or Apache Santuario
 * where its archive is on the class path. Run as a source file.
 *
 * <pre>
 * verify   PROVIDER ANCHORS.pem FILE...            every SAML assertion, as it stands in its message
 * sign     PROVIDER KEY.pem CERTIFICATE.pem FILE...  each FILE is an assertion without signature; it is rewritten
 * document PROVIDER ANCHORS.pem FILE...            every signature of service metadata, each over its own document
 * seal     PROVIDER KEY.pem CERTIFICATE.pem FILE...  signs service metadata as a country does, in an Extension
 * </pre>
 *
 * PROVIDER is jdk or santuario. One line for each signature: "ok KIND", or "bad KIND: why". Ends with 1 when one is
 * bad.
 */
public final class SignatureJudge {
    private static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final String EXCLUSIVE = CanonicalizationMethod.EXCLUSIVE;
    private static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

    private final XMLSignatureFactory factory;

    private SignatureJudge(String provider) throws Exception {
        if (provider.equals("jdk")) {
            factory = XMLSignatureFactory.getInstance("DOM");
            return;
        }
        Class<?> santuario = Class.forName("org.apache.jcp.xml.dsig.internal.dom.XMLDSigRI");
        factory = XMLSignatureFactory.getInstance("DOM", (Provider) santuario.getDeclaredConstructor().newInstance());
    }

    public static void main(String[] arguments) throws Exception {
        SignatureJudge judge = new SignatureJudge(arguments[1]);
        boolean good = switch (arguments[0]) {
            case "verify" -> judge.verifyAll(arguments, true);
            case "document" -> judge.verifyAll(arguments, false);
            case "sign" -> judge.signAll(arguments, true);
            case "seal" -> judge.signAll(arguments, false);
            default -> throw new IllegalArgumentException(arguments[0]);
        };
        System.exit(good ? 0 : 1);
    }

    private boolean verifyAll(String[] arguments, boolean assertions) throws Exception {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (X509Certificate anchor : certificates(arguments[2])) {
            anchors.add(new TrustAnchor(anchor, null));
        }
        boolean good = true;
        for (int i = 3; i < arguments.length; ++i) {
            Document document = parse(arguments[i]);
            List<Element> signed = assertions ? elements(document, SAML, "Assertion")
                                              : elements(document, XMLSignature.XMLNS, "Signature");
            if (signed.isEmpty()) {
                System.out.println("bad " + new File(arguments[i]).getName() + ": nothing is signed");
                good = false;
            }
            for (Element element : signed) {
                String kind = assertions ? kindOf(element) : element.getParentNode().getLocalName();
                String flaw = assertions ? verifyAssertion(element, anchors) : verifyDocument(element, anchors);
                System.out.println(flaw == null ? "ok " + kind : "bad " + kind + ": " + flaw);
                good = good && flaw == null;
            }
        }
        return good;
    }

    /** What is wrong with an assertion's signature by the eHDSI SAML profile, 2.6; null when nothing is. */
    private String verifyAssertion(Element assertion, Set<TrustAnchor> anchors) throws Exception {
        assertion.setIdAttributeNS(null, "ID", true);
        Element signature = childSignature(assertion);
        if (signature == null) {
            return "no signature";
        }
        if (!followsIssuer(signature)) {
            return "the signature does not follow the issuer";
        }
        X509Certificate certificate = certificateOf(signature);
        DOMValidateContext context = validation(certificate, signature);
        XMLSignature read = factory.unmarshalXMLSignature(context);
        String form = formOf(read.getSignedInfo(), assertion.getAttribute("ID"));
        if (form != null) {
            return form;
        }
        return judged(read, context, certificate, anchors);
    }

    /** A signature over the document whose root is the signed metadata; an inner one as if that stood alone. */
    private String verifyDocument(Element signature, Set<TrustAnchor> anchors) throws Exception {
        Element own = signature;
        Node parent = signature.getParentNode();
        if (!parent.equals(signature.getOwnerDocument().getDocumentElement())) {
            while (!"ServiceMetadata".equals(parent.getLocalName())) {
                parent = parent.getParentNode();
            }
            Document alone = parse(new ByteArrayInputStream(serialized(parent)));
            own = elements(alone, XMLSignature.XMLNS, "Signature").get(0);
        }
        X509Certificate certificate = certificateOf(own);
        DOMValidateContext context = validation(certificate, own);
        XMLSignature read = factory.unmarshalXMLSignature(context);
        List<?> references = read.getSignedInfo().getReferences();
        if (references.size() != 1 || !((Reference) references.get(0)).getURI().isEmpty()) {
            return "not exactly one reference to the whole document";
        }
        return judged(read, context, certificate, anchors);
    }

    private static DOMValidateContext validation(X509Certificate certificate, Element signature) {
        DOMValidateContext context =
            new DOMValidateContext(KeySelector.singletonKeySelector(certificate.getPublicKey()), signature);
        context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
        return context;
    }

    private static String judged(XMLSignature signature, DOMValidateContext context, X509Certificate certificate,
                                 Set<TrustAnchor> anchors) throws Exception {
        if (!signature.getSignatureValue().validate(context)) {
            return "the signature value does not fit";
        }
        for (Object reference : signature.getSignedInfo().getReferences()) {
            if (!((Reference) reference).validate(context)) {
                return "the digest does not fit";
            }
        }
        return trusted(certificate, anchors) ? null : "the signer is not trusted";
    }

    private static String formOf(SignedInfo info, String id) {
        if (!info.getCanonicalizationMethod().getAlgorithm().equals(EXCLUSIVE)) {
            return "canonicalization " + info.getCanonicalizationMethod().getAlgorithm();
        }
        if (!info.getSignatureMethod().getAlgorithm().equals(RSA_SHA256)) {
            return "signature method " + info.getSignatureMethod().getAlgorithm();
        }
        if (info.getReferences().size() != 1) {
            return "not exactly one reference";
        }
        Reference reference = info.getReferences().get(0);
        if (!reference.getURI().equals("#" + id)
            || !reference.getDigestMethod().getAlgorithm().equals(DigestMethod.SHA256)) {
            return "the reference is not to the assertion by SHA-256";
        }
        List<String> transforms = new ArrayList<>();
        for (Object transform : reference.getTransforms()) {
            transforms.add(((Transform) transform).getAlgorithm());
        }
        return transforms.equals(List.of(Transform.ENVELOPED, EXCLUSIVE)) ? null : "transforms " + transforms;
    }

    private boolean signAll(String[] arguments, boolean assertion) throws Exception {
        PrivateKey key = privateKey(arguments[2]);
        X509Certificate certificate = certificates(arguments[3]).iterator().next();
        for (int i = 4; i < arguments.length; ++i) {
            Document document = parse(arguments[i]);
            if (assertion) {
                signAssertion(document.getDocumentElement(), key, certificate);
            } else {
                signMetadata(document, key, certificate);
            }
            Files.write(Path.of(arguments[i]), serialized(document));
            System.out.println("ok " + document.getDocumentElement().getLocalName());
        }
        return true;
    }

    private void signAssertion(Element root, PrivateKey key, X509Certificate certificate) throws Exception {
        root.setIdAttributeNS(null, "ID", true);
        Node issuer = elements(root.getOwnerDocument(), SAML, "Issuer").get(0);
        DOMSignContext context = new DOMSignContext(key, root, issuer.getNextSibling());
        context.setDefaultNamespacePrefix("ds");
        signature("#" + root.getAttribute("ID"), EXCLUSIVE, List.of("xs"), certificate).sign(context);
    }

    /** The country's signature: over the whole document, in an Extension at the end of the ServiceInformation. */
    private void signMetadata(Document document, PrivateKey key, X509Certificate certificate) throws Exception {
        String namespace = document.getDocumentElement().getNamespaceURI();
        Element information = elements(document, namespace, "ServiceInformation").get(0);
        Element extension = document.createElementNS(namespace, "Extension");
        information.appendChild(extension);
        signature("", CanonicalizationMethod.INCLUSIVE, null, certificate).sign(new DOMSignContext(key, extension));
    }

    /** With exclusive C14N that keeps `prefixes`; without prefixes the enveloped signature's transform alone. */
    private XMLSignature signature(String uri, String method, List<String> prefixes, X509Certificate certificate)
        throws Exception {
        List<Transform> transforms = new ArrayList<>();
        transforms.add(factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null));
        if (prefixes != null) {
            transforms.add(factory.newTransform(method, (TransformParameterSpec) new ExcC14NParameterSpec(prefixes)));
        }
        Reference reference = factory.newReference(uri, factory.newDigestMethod(DigestMethod.SHA256, null), transforms,
                                                   null, null);
        SignedInfo info = factory.newSignedInfo(
            factory.newCanonicalizationMethod(method, (C14NMethodParameterSpec) null),
            factory.newSignatureMethod(RSA_SHA256, null), List.of(reference));
        KeyInfoFactory keys = factory.getKeyInfoFactory();
        List<Object> content = new ArrayList<>();
        if (prefixes == null) {
            content.add(certificate.getSubjectX500Principal().getName());
        }
        content.add(certificate);
        return factory.newXMLSignature(info, keys.newKeyInfo(List.of(keys.newX509Data(content))));
    }

    private static byte[] serialized(Node node) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TransformerFactory.newInstance().newTransformer().transform(new DOMSource(node), new StreamResult(bytes));
        return bytes.toByteArray();
    }

    private static boolean trusted(X509Certificate certificate, Set<TrustAnchor> anchors) throws Exception {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        try {
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return true;
        } catch (java.security.cert.CertPathValidatorException refused) {
            return false;
        }
    }

    private static Element childSignature(Element parent) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (XMLSignature.XMLNS.equals(child.getNamespaceURI()) && "Signature".equals(child.getLocalName())) {
                return (Element) child;
            }
        }
        return null;
    }

    private static boolean followsIssuer(Element signature) {
        Node before = signature.getPreviousSibling();
        while (before != null && before.getNodeType() != Node.ELEMENT_NODE) {
            before = before.getPreviousSibling();
        }
        return before != null && "Issuer".equals(before.getLocalName());
    }

    /** The one certificate that the key information holds. */
    private static X509Certificate certificateOf(Element signature) throws Exception {
        NodeList found = signature.getElementsByTagNameNS(XMLSignature.XMLNS, "X509Certificate");
        if (found.getLength() != 1) {
            throw new IllegalArgumentException(found.getLength() + " certificates");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(found.item(0).getTextContent());
        return (X509Certificate) CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
    }

    private static String kindOf(Element assertion) {
        NodeList issuers = assertion.getElementsByTagNameNS(SAML, "Issuer");
        String qualifier = ((Element) issuers.item(0)).getAttribute("NameQualifier");
        return qualifier.substring(qualifier.lastIndexOf(':') + 1);
    }

    private static List<Element> elements(Document document, String namespace, String name) {
        NodeList found = document.getElementsByTagNameNS(namespace, name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); ++i) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static Document parse(String file) throws Exception {
        return parse(new ByteArrayInputStream(Files.readAllBytes(Path.of(file))));
    }

    private static Document parse(InputStream file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(file);
    }

    @SuppressWarnings("unchecked")
    private static Collection<X509Certificate> certificates(String file) throws Exception {
        return (Collection<X509Certificate>) (Collection<?>) CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(Path.of(file))));
    }

    private static PrivateKey privateKey(String file) throws Exception {
        String text = Files.readString(Path.of(file)).replaceAll("-----[A-Z ]+-----", "");
        byte[] bytes = Base64.getMimeDecoder().decode(text);
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }
}
